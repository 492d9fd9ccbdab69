using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Reelway.Sandbox.Tests.Aws;

/// <summary>Calls the services as their reference describes it, with a signature of its own making.</summary>
internal sealed class AwsCaller(SandboxHttp http, string service)
{
    private const string Region = "eu-west-1";

    public string AccessKey { get; init; } = "AKIASANDBOX000000042";

    public string Secret { get; init; } = "sandbox/secret+access/key";

    public DateTimeOffset Now { get; init; } = TimeProvider.System.GetUtcNow();

    public static AwsCaller Sqs(SandboxHttp http) => new(http, "sqs");

    public static AwsCaller Events(SandboxHttp http) => new(http, "events");

    public static AwsCaller Secrets(SandboxHttp http) => new(http, "secretsmanager");

    public static AwsCaller Scheduler(SandboxHttp http) => new(http, "scheduler");

    public async Task<AwsAnswer> CallAsync(string operation, string body)
    {
        var (path, type, target) = service switch
        {
            "sqs" => ("/sqs/", "application/x-amz-json-1.0", $"AmazonSQS.{operation}"),
            "events" => ("/eventbridge/", "application/x-amz-json-1.1", $"AWSEvents.{operation}"),
            _ => ("/secretsmanager/", "application/x-amz-json-1.1", $"secretsmanager.{operation}"),
        };
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        content.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        using var answer = await SendAsync(HttpMethod.Post, path, content, Hash(body), [("content-type", type), ("x-amz-target", target)]);
        var text = await answer.Content.ReadAsStringAsync(SandboxHttp.Cancellation);
        var legacy = answer.Headers.TryGetValues("x-amzn-query-error", out var values) ? values.Single() : null;
        return new AwsAnswer((int)answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, legacy);
    }

    /// <summary>Calls a service whose operations are methods and paths.</summary>
    /// <param name="query">Names and values that need no encoding, in their order.</param>
    public async Task<(int Status, JsonElement Json, string? Error)> RestAsync(HttpMethod method, string path, string query = "", string body = "")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        using var answer = await SendAsync(method, path, content, Hash(body), [], query);
        var error = answer.Headers.TryGetValues("x-amzn-ErrorType", out var values) ? values.Single().Split(':')[0] : null;
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(SandboxHttp.Cancellation)).RootElement, error);
    }

    /// <summary>Stores an object, without a signature of its body.</summary>
    public async Task<int> PutObjectAsync(string path, string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD");
        using var answer = await SendAsync(HttpMethod.Put, path, content, "UNSIGNED-PAYLOAD", [("x-amz-content-sha256", "UNSIGNED-PAYLOAD")]);
        return (int)answer.StatusCode;
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent content, string hash, (string Name, string Value)[] headers, string query = "")
    {
        var date = Now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        content.Headers.TryAddWithoutValidation("X-Amz-Date", date);
        (string Name, string Value)[] signed = [.. headers.Append(("host", http.Server.HttpUrl.Authority)).Append(("x-amz-date", date)).OrderBy(header => header.Item1, StringComparer.Ordinal)];
        var names = string.Join(';', signed.Select(header => header.Name));
        var canonical = $"{method}\n{path}\n{query}\n{string.Concat(signed.Select(header => $"{header.Name}:{header.Value}\n"))}\n{names}\n{hash}";
        var scope = $"{date[..8]}/{Region}/{service}/aws4_request";
        var key = new[] { date[..8], Region, service, "aws4_request" }.Aggregate(Encoding.UTF8.GetBytes("AWS4" + Secret), Mac);
        var signature = Convert.ToHexStringLower(Mac(key, $"AWS4-HMAC-SHA256\n{date}\n{scope}\n{Hash(canonical)}"));
        return http.SendAsync(
            method, query.Length == 0 ? path : $"{path}?{query}", content, authorization: $"AWS4-HMAC-SHA256 Credential={AccessKey}/{scope}, SignedHeaders={names}, Signature={signature}");
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}

/// <param name="Json">Undefined when the body was empty.</param>
internal sealed record AwsAnswer(int Status, JsonElement Json, string? QueryError)
{
    public JsonElement Ok()
    {
        Assert.True(Status == 200, Json.ToString());
        return Json;
    }

    /// <summary>Asserts the error's code, without its namespace.</summary>
    public void Error(string code)
    {
        Assert.NotEqual(200, Status);
        Assert.EndsWith("#" + code, Json.GetProperty("__type").GetString(), StringComparison.Ordinal);
    }
}
