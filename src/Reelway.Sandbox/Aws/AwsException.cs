namespace Reelway.Sandbox.Aws;

/// <summary>A refusal in AWS's words.</summary>
/// <param name="code">The error code, such as <c>QueueDoesNotExist</c>.</param>
/// <param name="status">HTTP status; most of the JSON services' refusals are 400, throttling included.</param>
internal sealed class AwsException(string code, string message, int status = 400) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;

    /// <summary>Code of the older query protocol, where it is another one; SQS sends it in a header.</summary>
    public string? LegacyCode { get; init; }
}
