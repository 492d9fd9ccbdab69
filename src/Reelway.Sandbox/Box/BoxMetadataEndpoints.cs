using System.Text.Json.Nodes;

namespace Reelway.Sandbox.Box;

/// <summary>Instances of <c>global/properties</c>, which takes any texts.</summary>
internal sealed class BoxMetadataEndpoints(BoxWorld world)
{
    private const string Template = "global/properties";

    private readonly Lock _lock = new();

    public Task<BoxReply> GetAsync(BoxRequest request)
    {
        var file = File(request);
        return Task.FromResult(new BoxReply(200, Shown(file, Instance(file))));
    }

    public async Task<BoxReply> CreateAsync(BoxRequest request)
    {
        var (file, body) = (File(request), await request.BodyAsync());
        var instance = new BoxMetadata();
        foreach (var (name, value) in body)
        {
            instance.Values[name] = TextOf(value);
        }

        lock (_lock)
        {
            return file.Metadata.TryAdd(Template, instance)
                ? new BoxReply(201, Shown(file, instance))
                : throw new BoxException(409, "tuple_already_exists", "Tuple already exists");
        }
    }

    public async Task<BoxReply> ChangeAsync(BoxRequest request)
    {
        var file = File(request);
        if (request.Http.Request.ContentType?.StartsWith("application/json-patch+json", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw BoxException.Bad("The content type must be application/json-patch+json");
        }

        var operations = await request.JsonAsync() as JsonArray ?? throw BoxException.Bad("A JSON patch is a list of operations");
        lock (_lock)
        {
            // All of them, or none.
            var instance = Instance(file);
            var changed = new Dictionary<string, string>(instance.Values, StringComparer.Ordinal);
            foreach (var operation in operations)
            {
                Apply(operation as JsonObject ?? throw BoxException.Bad("An operation is an object"), changed);
            }

            instance.Values.Clear();
            foreach (var (name, value) in changed)
            {
                instance.Values[name] = value;
            }

            instance.Version++;
            return new BoxReply(200, Shown(file, instance));
        }
    }

    private static void Apply(JsonObject operation, Dictionary<string, string> values)
    {
        var path = BoxRequest.Text(operation, "path");
        var name = path.StartsWith('/') ? path[1..].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal) : throw BoxException.Bad("A path begins with /");
        switch (BoxRequest.Text(operation, "op"))
        {
            case "add":
                values[name] = TextOf(operation["value"]);
                break;
            case "replace" when values.ContainsKey(name):
                values[name] = TextOf(operation["value"]);
                break;
            case "remove" when values.Remove(name):
                break;
            case "test" when values.GetValueOrDefault(name) == TextOf(operation["value"]):
                break;
            default:
                throw new BoxException(400, "bad_request", $"The operation on {path} can't be done");
        }
    }

    private static BoxMetadata Instance(BoxItem file)
        => file.Metadata.GetValueOrDefault(Template) ?? throw new BoxException(404, "instance_tuple_not_found", "Instance tuple not found");

    private static string TextOf(JsonNode? value) => value is JsonValue text && text.TryGetValue<string>(out var found) ? found : throw BoxException.Bad("A property is a text", "schema_validation_failed");

    private static JsonObject Shown(BoxItem file, BoxMetadata instance)
    {
        var shown = new JsonObject
        {
            ["$id"] = $"{file.Id}-properties",
            ["$parent"] = $"file_{file.Id}",
            ["$scope"] = "global",
            ["$template"] = "properties",
            ["$type"] = "properties",
            ["$typeVersion"] = 0,
            ["$version"] = instance.Version,
            ["$canEdit"] = true,
        };
        foreach (var (name, value) in instance.Values)
        {
            shown[name] = value;
        }

        return shown;
    }

    private BoxItem File(BoxRequest request)
        => (request.Route("scope"), request.Route("template")) is ("global", "properties")
            ? world.Get(request.Route("id"), isFolder: false, request.User)
            : throw new BoxException(404, "instance_tuple_not_found", "Template not found");
}
