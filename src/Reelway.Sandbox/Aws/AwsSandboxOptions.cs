namespace Reelway.Sandbox.Aws;

/// <summary>The account that the stand-ins for AWS belong to.</summary>
public sealed record AwsSandboxOptions
{
    public string AccessKey { get; init; } = "AKIASANDBOX000000042";

    public string SecretKey { get; init; } = "sandbox/secret+access/key";

    /// <summary>With temporary credentials every request must carry this token. Default null: lasting credentials.</summary>
    public string? SessionToken { get; init; }

    /// <summary>Region that requests must be signed for. Default <c>eu-west-1</c>.</summary>
    public string Region { get; init; } = "eu-west-1";

    public string AccountId { get; init; } = "111122223333";

    /// <summary>Queues at the start, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Queues { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>> { ["recordings"] = new Dictionary<string, string>() };

    /// <summary>Buckets at the start.</summary>
    public IReadOnlyList<string> Buckets { get; init; } = ["recordings", "library"];
}
