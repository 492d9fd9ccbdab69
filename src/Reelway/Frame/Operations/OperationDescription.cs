using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Reelway.Frame.Web;

namespace Reelway.Frame.Operations;

/// <summary>Puts what operations declare into the API's description.</summary>
internal static class OperationDescription
{
    public static Task ApplyAsync(OpenApiOperation described, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var operation = context.Description.ActionDescriptor.EndpointMetadata.OfType<Operation>().Single();
        described.Summary = operation.Summary;
        described.Description = operation.Text;
        foreach (var parameter in described.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            Apply(parameter, operation.Parameters.Concat(Parameter.OfPages).First(one => one.Name == parameter.Name));
        }

        if (operation.KeepsAnswer)
        {
            AddHeader(described, KeptAnswers.Header, KeptAnswers.Text);
        }

        if (operation.IsEdit)
        {
            AddHeader(described, Versions.Header, Versions.Text);
        }

        var json = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        SetExample(described.RequestBody?.Content, operation.BodyExample, json);
        SetExample(described.Responses?[$"{operation.Status}"].Content, operation.AnswerExample, json);
        described.Extensions = new Dictionary<string, IOpenApiExtension>
        {
            ["x-right"] = new JsonNodeExtension(operation.Right.Name),
            ["x-problems"] = new JsonNodeExtension(new JsonArray([.. OperationRoutes.ProblemsOf(operation).Select(kind => kind.Code).Distinct().Select(code => (JsonNode)code)])),
        };
        return Task.CompletedTask;
    }

    /// <summary>Names a list after what is in it.</summary>
    public static string? NameOf(JsonTypeInfo type)
        => type.Type is { IsGenericType: true } list && list.GetGenericTypeDefinition() == typeof(ListOf<>)
            ? list.GetGenericArguments()[0].Name.Replace("Item", "", StringComparison.Ordinal) + "List"
            : OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    /// <summary>An answer that adds to another one has all of its members; the schema is made of its own constructor alone.</summary>
    public static Task RequireInheritedAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (context.JsonTypeInfo.Type.BaseType is { Namespace: { } space } && space.StartsWith(nameof(Reelway), StringComparison.Ordinal))
        {
            schema.Required = schema.Properties?.Keys.ToHashSet();
        }

        return Task.CompletedTask;
    }

    private static void AddHeader(OpenApiOperation described, string name, string text) => (described.Parameters ??= []).Add(new OpenApiParameter
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = text,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    });

    private static void Apply(OpenApiParameter parameter, Parameter declared)
    {
        parameter.Description = declared.Description;
        var value = new OpenApiSchema
        {
            Type = declared.Type,
            Enum = declared.Values is null ? null : [.. declared.Values.Select(word => (JsonNode)word)],
        };
        parameter.Schema = parameter.Schema?.Type?.HasFlag(JsonSchemaType.Array) == true
            ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = value }
            : value;
    }

    private static void SetExample(IDictionary<string, OpenApiMediaType>? content, object? example, JsonSerializerOptions json)
    {
        if (example is not null && content?.TryGetValue("application/json", out var media) == true)
        {
            media.Example = JsonSerializer.SerializeToNode(example, example.GetType(), json);
        }
    }
}
