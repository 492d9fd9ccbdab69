using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelway.Engine;

/// <summary>How inputs and results are stored: the web's JSON, with enums by name so that a reordered enum changes no history.</summary>
internal static class FlowJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    // A person's slip of the pen must not become a default.
    private static readonly JsonSerializerOptions EditedOptions = new(Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    /// <summary>Writes a value and proves that it can be read back: one that can't would wedge its run at the next replay.</summary>
    /// <exception cref="FaultException">It can't be stored.</exception>
    public static string Write<T>(T value, string what, int limitBytes)
    {
        string json;
        try
        {
            json = JsonSerializer.Serialize(value, Options);
            JsonSerializer.Deserialize<T>(json, Options);
        }
        catch (Exception failure) when (failure is NotSupportedException or JsonException or InvalidOperationException)
        {
            throw FaultException.Permanent($"{what} can't be stored as JSON and read back: {failure.Message}", failure);
        }

        return json.Length <= limitBytes
            ? json
            : throw FaultException.Permanent($"{what} has {json.Length} characters of JSON; at most {limitBytes} are stored (engine.payload_limit_bytes).");
    }

    /// <summary>Tells whether two inputs are the same, without keeping them side by side.</summary>
    public static string Hash(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));

    /// <summary>Reads what a person has written: an unknown field is a mistake and not ignored.</summary>
    /// <exception cref="FaultException">It doesn't fit.</exception>
    public static T ReadEdited<T>(string json, string what)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, EditedOptions)!;
        }
        catch (JsonException failure)
        {
            throw FaultException.Permanent($"{what} doesn't fit: {Misfit<T>(json, failure)}", failure);
        }
    }

    /// <summary>What doesn't fit, in words that need no knowledge of the code.</summary>
    private static string Misfit<T>(string json, JsonException failure)
    {
        using var given = JsonDocument.Parse(json);
        var fields = EditedOptions.GetTypeInfo(typeof(T)).Properties.Select(property => property.Name).ToList();
        if (given.RootElement.ValueKind != JsonValueKind.Object && fields.Count > 0)
        {
            return $"it is not an object; one with the fields {Words(fields)} is expected.";
        }

        var unknown = given.RootElement.ValueKind == JsonValueKind.Object && fields.Count > 0
            ? given.RootElement.EnumerateObject().Select(field => field.Name).Where(name => !fields.Contains(name, StringComparer.OrdinalIgnoreCase)).ToList()
            : [];
        return unknown.Count > 0
            ? $"it has no field {Words(unknown)}; its fields are {Words(fields)}."
            : $"the value at {failure.Path} is missing or of another kind than the flow expects.";
    }

    private static string Words(IEnumerable<string> names) => string.Join(", ", names.Take(20).Select(name => $"\"{name}\""));

    /// <exception cref="FaultException">The row can't be read back.</exception>
    public static T Read<T>(string json, string what)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options)!;
        }
        catch (JsonException failure)
        {
            throw new FaultException(new Fault(FaultKind.NeedsPerson, $"{what} can't be read back: what is stored at {failure.Path ?? "$"} is not what this version of the program expects there", Reason: AttentionReason.ChangedCode), failure);
        }
    }
}
