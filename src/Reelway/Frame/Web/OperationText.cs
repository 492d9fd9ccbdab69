using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Reelway.Frame.Web;

/// <summary>How the API's description presents one operation.</summary>
/// <param name="Id">Its stable name: <c>listRuns</c>.</param>
/// <param name="Parameters">What each path and query parameter means.</param>
/// <param name="RequestExample">A body as JSON, for operations that take one.</param>
/// <param name="ResponseExample">A good answer's body as JSON.</param>
internal sealed record OperationText(
    string Id, string Summary, string Description, IReadOnlyDictionary<string, ParameterText> Parameters, string ResponseExample, string? RequestExample = null);

/// <param name="Type">The JSON type that is accepted; the server reads texts so that it can answer a wrong one with a sentence.</param>
/// <param name="Values">The allowed words, where they are few.</param>
internal sealed record ParameterText(string Description, JsonSchemaType Type = JsonSchemaType.String, IReadOnlyList<string>? Values = null);

/// <summary>Puts an operation's text into the API's description.</summary>
internal static class OperationTextExtensions
{
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, OperationText text)
        => route.WithName(text.Id).WithSummary(text.Summary).WithDescription(text.Description)
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
                {
                    Apply(parameter, text.Parameters[parameter.Name!]);
                }

                SetExample(operation.RequestBody?.Content, text.RequestExample);
                SetExample((operation.Responses?.GetValueOrDefault("200") ?? operation.Responses?["202"])?.Content, text.ResponseExample);
                return Task.CompletedTask;
            });

    private static void Apply(OpenApiParameter parameter, ParameterText text)
    {
        parameter.Description = text.Description;
        var value = new OpenApiSchema
        {
            Type = text.Type,
            Enum = text.Values is null ? null : [.. text.Values.Select(word => (JsonNode)word)],
        };
        parameter.Schema = parameter.Schema?.Type?.HasFlag(JsonSchemaType.Array) == true
            ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = value }
            : value;
    }

    private static void SetExample(IDictionary<string, OpenApiMediaType>? content, string? json)
    {
        if (json is not null && content?.TryGetValue("application/json", out var media) == true)
        {
            media.Example = JsonNode.Parse(json);
        }
    }
}
