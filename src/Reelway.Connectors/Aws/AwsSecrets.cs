using System.Text;
using System.Text.Json;

namespace Reelway.Connectors.Aws;

/// <summary>The secrets (Secrets Manager) of one AWS connection. What they hold stands in no fault and in no log.</summary>
public sealed class AwsSecrets
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly AwsJsonClient _client;

    private AwsSecrets(AwsJsonClient client) => _client = client;

    /// <summary>The secrets of a connection with these options.</summary>
    public static AwsSecrets Create(AwsOptions options, ConnectorHttp http)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        var redactor = new Redactor(options.SecretKey, options.SessionToken);
        return new AwsSecrets(new AwsJsonClient(AwsService.Secrets, options.SecretsUrl, options, new AwsCredentials(options, redactor), http, redactor));
    }

    /// <summary>What a secret holds now.</summary>
    /// <param name="nameOrArn">Its name, or its whole ARN where it belongs to another account.</param>
    /// <exception cref="ConnectorException">It can't be read.</exception>
    public async Task<string> ReadAsync(string nameOrArn, CancellationToken cancellation)
    {
        var answer = await _client.CallAsync(
            $"read secret {nameOrArn}", "GetSecretValue", new SecretRequest(nameOrArn), AwsJson.Default.SecretRequest, CallEffect.None, TimeSpan.Zero, cancellation);
        return TextOf(answer) ?? throw _client.Faults.Own(CallFault.Permanent, $"could not read secret {nameOrArn}: the answer holds no text");
    }

    // An answer that is no such reply is not quoted: it may hold the value.
    private static string? TextOf(HttpAnswer answer)
    {
        try
        {
            var reply = JsonSerializer.Deserialize(answer.Body.Span, AwsJson.Default.SecretReply);
            return reply?.SecretString ?? (reply?.SecretBinary is { } bytes ? Strict.GetString(bytes) : null);
        }
        catch (Exception problem) when (problem is JsonException or DecoderFallbackException)
        {
            return null;
        }
    }
}
