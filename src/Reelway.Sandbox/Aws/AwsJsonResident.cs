using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Reelway.Sandbox.Aws;

/// <summary>What the services with JSON 1.0 and 1.1 have in common: one address, the operation in a header, errors with <c>__type</c>.</summary>
public abstract class AwsJsonResident<TSettings> : AwsResident<TSettings>
    where TSettings : ResidentSettings, new()
{
    private readonly AwsProtocol _protocol;

    private protected AwsJsonResident(string name, AwsRequests requests, AwsProtocol protocol)
        : base(name, requests, new AwsThrottle(protocol.Throttle, 400)) => _protocol = protocol;

    internal override long LargestBodyBytes => 2 * 1024 * 1024;

    private protected override AwsRefusals Refusals => AwsRefusals.Json;

    /// <summary>What can be asked of it.</summary>
    private protected abstract IReadOnlyDictionary<string, AwsOperation> Operations { get; }

    internal override void Map(IEndpointRouteBuilder routes) => routes.MapPost("/", RunAsync);

    /// <summary>Reads the body for the endpoint to come; the operation is what faults can ask for.</summary>
    internal override async ValueTask<RequestContent> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        context.Features.Set(new Body(body.ToArray()));
        return RequestContent.Of(OperationOf(context.Request));
    }

    private async Task RunAsync(HttpContext context)
    {
        try
        {
            var body = context.Features.GetRequiredFeature<Body>().Bytes;
            Requested.Check(context.Request, Refusals, _protocol.Service, SigningKey.Hash(body));
            if (context.Request.ContentType != _protocol.ContentType)
            {
                throw new AwsException("UnknownOperationException", $"The content type must be {_protocol.ContentType}.");
            }

            var answer = Operations.TryGetValue(OperationOf(context.Request), out var operation)
                ? await operation(Parse(body), context.RequestAborted)
                : throw new AwsException("UnknownOperationException", "The operation is not known.");
            await WriteAsync(context, 200, answer);
        }
        catch (AwsException refusal)
        {
            await WriteAsync(context, refusal);
        }
        catch (Exception problem) when (problem is InvalidOperationException or FormatException)
        {
            // A member of another kind than the operation takes.
            await WriteAsync(context, new AwsException("SerializationException", $"A member has the wrong type: {problem.Message}"));
        }
    }

    private protected override Task WriteAsync(HttpContext context, AwsException refusal)
    {
        if (_protocol.Service == "sqs")
        {
            context.Response.Headers["x-amzn-query-error"] = $"{refusal.LegacyCode ?? refusal.Code};{(refusal.Status < 500 ? "Sender" : "Receiver")}";
        }

        return WriteAsync(context, refusal.Status, new JsonObject { ["__type"] = $"{_protocol.ErrorNamespace}#{refusal.Code}", ["message"] = refusal.Message });
    }

    private async Task WriteAsync(HttpContext context, int status, JsonObject? body)
    {
        context.Response.StatusCode = status;
        context.Response.Headers["x-amzn-RequestId"] = Guid.NewGuid().ToString();
        if (body is null)
        {
            // Some operations answer nothing at all.
            return;
        }

        context.Response.ContentType = _protocol.ContentType;
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private string OperationOf(HttpRequest request)
    {
        var name = request.Headers["x-amz-target"].ToString();
        return name.StartsWith(_protocol.Target, StringComparison.Ordinal) ? name[_protocol.Target.Length..] : "";
    }

    private static JsonObject Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject ?? throw new AwsException("SerializationException", "The body must be a JSON object.");
        }
        catch (JsonException problem)
        {
            throw new AwsException("SerializationException", problem.Message);
        }
    }

    private sealed record Body(byte[] Bytes);
}

/// <summary>How a service is spoken to.</summary>
/// <param name="Service">As signatures name it.</param>
/// <param name="Target">Stands before the operation in its header.</param>
/// <param name="Throttle">Code of what it says to somebody who called too often.</param>
internal sealed record AwsProtocol(string Service, string Target, string ContentType, string ErrorNamespace, string Throttle);

/// <summary>An operation; null is an answer without a body.</summary>
internal delegate Task<JsonObject?> AwsOperation(JsonObject body, CancellationToken cancellation);
