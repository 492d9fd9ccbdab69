using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Reelway.Frame.Operations;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Reelway.Frame.Web;

/// <summary>The API's description (OpenAPI 3.1) and its reader.</summary>
internal static class ApiDocument
{
    public const string Path = "/openapi/v1.json";

    public static void AddReelwayOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", document =>
    {
        document.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        document.AddDocumentTransformer(DescribeAsync);
        document.AddOperationTransformer(OperationDescription.ApplyAsync);
        document.AddSchemaTransformer(DescribeProblemAsync);
        document.AddSchemaTransformer(OperationDescription.RequireInheritedAsync);
        document.CreateSchemaReferenceId = OperationDescription.NameOf;
    });

    public static void MapReelwayOpenApi(this IEndpointRouteBuilder routes) => routes.MapOpenApi();

    public static void UseReelwaySwagger(this IApplicationBuilder app) => app.UseSwaggerUI(ui =>
    {
        ui.RoutePrefix = "docs";
        ui.DocumentTitle = "Reelway API";
        ui.SwaggerEndpoint(Path, "Reelway API v1");
        ui.DocExpansion(DocExpansion.List);
        ui.DisplayOperationId();
    });

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Reelway API",
            Version = "v1",
            Description = "See and move the runs of a Reelway server. Times are RFC 3339 in UTC, durations whole milliseconds. "
                + "Errors are application/problem+json; their `code` is stable.",
        };
        // Relative, so that the description is the same wherever it is served.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "server.api_key" },
            ["apiKey"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "X-Api-Key",
                Description = "server.api_key",
            },
        };
        // Either key, or none at all where the server has none.
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("apiKey", document)] = [] },
            [],
        ];
        return Task.CompletedTask;
    }

    private static Task DescribeProblemAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (context.JsonTypeInfo.Type != typeof(Microsoft.AspNetCore.Mvc.ProblemDetails))
        {
            return Task.CompletedTask;
        }

        schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
        schema.Properties["code"] = Text("Stable word for programs, such as run-not-found.");
        schema.Properties["traceId"] = Text("Under which the server's log says more.");
        schema.Properties["errors"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = "The parts of the request that are wrong.",
            Items = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["pointer"] = Text("JSON pointer into the request seen as {path, query, body}."),
                    ["code"] = Text("Stable word for programs."),
                    ["message"] = Text("What is wrong and what is allowed."),
                },
            },
        };
        return Task.CompletedTask;
    }

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
