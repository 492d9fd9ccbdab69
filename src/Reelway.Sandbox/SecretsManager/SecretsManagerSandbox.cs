using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Reelway.Sandbox.Aws;
using Reelway.Sandbox.Control;

namespace Reelway.Sandbox.SecretsManager;

/// <summary>Stand-in for AWS Secrets Manager, at <c>/secretsmanager</c>: secrets can be read. At its start it has one, with the keys of the stand-in for X.</summary>
public sealed class SecretsManagerSandbox : AwsJsonResident<SecretsManagerSettings>
{
    private const string Current = "AWSCURRENT";
    private const string Previous = "AWSPREVIOUS";

    private readonly ConcurrentDictionary<string, SandboxSecret> _secrets = new(StringComparer.Ordinal);
    private readonly Journal<SecretRead> _reads = new(Kept);
    private readonly SandboxOptions _options;
    private readonly TimeProvider _time;

    internal SecretsManagerSandbox(SandboxGround ground, AwsRequests requests)
        : base("secretsmanager", requests, new AwsProtocol("secretsmanager", "secretsmanager.", "application/x-amz-json-1.1", "com.amazonaws.secretsmanager", "ThrottlingException"))
    {
        (_options, _time) = (ground.Options, ground.Time);
        Operations = new Dictionary<string, AwsOperation> { ["GetSecretValue"] = (body, _) => Task.FromResult<JsonObject?>(Get(body)) };
        Seed();
    }

    /// <summary>Which secrets were read, oldest first.</summary>
    public IReadOnlyList<SecretRead> Reads => _reads.Entries;

    internal override object State => new { Secrets = _secrets.Keys.Order(StringComparer.Ordinal), Reads };

    private protected override IReadOnlyDictionary<string, AwsOperation> Operations { get; }

    /// <summary>Stores a value; the one before it stays to be had as the previous one.</summary>
    public void Put(string name, string value) => _secrets.AddOrUpdate(
        name, _ => new SandboxSecret(value, Guid.NewGuid().ToString(), null, null), (_, old) => new SandboxSecret(value, Guid.NewGuid().ToString(), old.Value, old.Version));

    internal override IReadOnlyList<StateTable> Tables() =>
    [
        new("Secrets read", ["Time", "Secret", "Stage"], [.. Reads.Reverse().Select(read => new StateRow(read.At, read.Name, read.Stage))]),
    ];

    internal override SampleConnection Connection(Uri sandbox) => Connection($"secrets_url: {sandbox}secretsmanager/");

    internal override void Reset()
    {
        _reads.Clear();
        Seed();
        base.Reset();
    }

    private void Seed()
    {
        _secrets.Clear();
        var account = _options.X.Accounts[0];
        Put("social-posts/twitter", new JsonObject
        {
            ["API Key"] = _options.X.ApiKey,
            ["API Key Secret"] = _options.X.ApiKeySecret,
            ["Bearer Token"] = "sandbox-x-bearer-token",
            ["Access Token"] = account.Token,
            ["Access Token Secret"] = account.TokenSecret,
        }.ToJsonString());
    }

    private JsonObject Get(JsonObject body)
    {
        var id = (string?)body["SecretId"] is { Length: >= 1 and <= 2048 } given ? given : throw new AwsException("InvalidParameterException", "You must provide a valid SecretId.");
        var (name, secret) = _secrets.FirstOrDefault(one => one.Key == id || ArnOf(one.Key) == id);
        var stage = (string?)body["VersionStage"] ?? Current;
        var version = (string?)body["VersionId"];
        if (secret is null)
        {
            throw new AwsException("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
        }

        if (Settings.IsBeingDeleted)
        {
            throw new AwsException("InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion.");
        }

        var found = (stage, version) switch
        {
            (Current, null) => (secret.Value, secret.Version),
            (Previous, null) when secret is { Before: { } before, VersionBefore: { } old } => (before, old),
            (_, { } wanted) when wanted == secret.Version => (secret.Value, wanted),
            (_, { } wanted) when wanted == secret.VersionBefore => (secret.Before!, wanted),
            _ => throw new AwsException("ResourceNotFoundException", "Secrets Manager can't find the specified secret value for the staging label or version."),
        };
        _reads.Add(new SecretRead(_time.GetUtcNow(), name, found.Item2 == secret.Version ? Current : Previous));
        return new JsonObject
        {
            ["ARN"] = ArnOf(name),
            ["Name"] = name,
            ["VersionId"] = found.Item2,
            [Settings.IsBinary ? "SecretBinary" : "SecretString"] = Settings.IsBinary ? Convert.ToBase64String(Encoding.UTF8.GetBytes(found.Item1)) : found.Item1,
            ["VersionStages"] = new JsonArray(found.Item2 == secret.Version ? Current : Previous),
            ["CreatedDate"] = _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0,
        };
    }

    private string ArnOf(string name) => $"arn:aws:secretsmanager:{Requested.Account.Region}:{Requested.Account.AccountId}:secret:{name}-Sa4dBx";

    private sealed record SandboxSecret(string Value, string Version, string? Before, string? VersionBefore);
}

/// <summary>That a secret was read.</summary>
/// <param name="Stage"><c>AWSCURRENT</c> or <c>AWSPREVIOUS</c>.</param>
public sealed record SecretRead(DateTimeOffset At, string Name, string Stage);

/// <summary>Switches of the secrets; <c>PATCH /_sandbox/secretsmanager/settings</c> changes them.</summary>
public sealed record SecretsManagerSettings : ResidentSettings
{
    /// <summary>Answers <c>SecretBinary</c> in place of <c>SecretString</c>. Default false.</summary>
    public bool IsBinary { get; init; }

    /// <summary>Every secret is marked for deletion. Default false.</summary>
    public bool IsBeingDeleted { get; init; }
}
