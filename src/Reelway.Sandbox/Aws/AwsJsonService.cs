using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Reelway.Sandbox.Aws;

/// <summary>What the services with JSON 1.0 and 1.1 have in common: one address, the operation in a header, errors with <c>__type</c>.</summary>
internal sealed class AwsJsonService(
    AwsRequests requests, string service, string target, string contentType, string errorNamespace,
    IReadOnlyDictionary<string, Func<JsonObject, CancellationToken, Task<JsonObject?>>> operations)
{
    private const int LargestBodyBytes = 2 * 1024 * 1024;

    private sealed record Body(byte[] Bytes);

    /// <summary>Reads the body for the endpoint to come; the operation is what faults can ask for.</summary>
    public async ValueTask<RequestContent> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            body.Write(buffer, 0, count);
            if (body.Length > LargestBodyBytes)
            {
                throw new BadHttpRequestException("The body is longer than 2 MiB.", StatusCodes.Status413PayloadTooLarge);
            }
        }

        context.Features.Set(new Body(body.ToArray()));
        var operation = OperationOf(context.Request);
        return new RequestContent(new Dictionary<string, string> { ["operation"] = operation }, operation);
    }

    public async Task AnswerAsync(HttpContext context)
    {
        try
        {
            var body = context.Features.GetRequiredFeature<Body>().Bytes;
            requests.Check(context.Request, AwsRefusals.Json, service, SigningKey.Hash(body));
            if (context.Request.ContentType != contentType)
            {
                throw new AwsException("UnknownOperationException", $"The content type must be {contentType}.");
            }

            var answer = operations.TryGetValue(OperationOf(context.Request), out var operation)
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

    public Task WriteAsync(HttpContext context, AwsException refusal)
    {
        if (service == "sqs")
        {
            context.Response.Headers["x-amzn-query-error"] = $"{refusal.LegacyCode ?? refusal.Code};{(refusal.Status < 500 ? "Sender" : "Receiver")}";
        }

        return WriteAsync(context, refusal.Status, new JsonObject { ["__type"] = $"{errorNamespace}#{refusal.Code}", ["message"] = refusal.Message });
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

        context.Response.ContentType = contentType;
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private string OperationOf(HttpRequest request)
    {
        var name = request.Headers["x-amz-target"].ToString();
        return name.StartsWith(target + ".", StringComparison.Ordinal) ? name[(target.Length + 1)..] : "";
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
}
