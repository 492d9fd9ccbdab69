namespace Reelway.Connectors.Aws;

/// <summary>Whether the credentials of a connection are taken: asks for a list that nobody needs.</summary>
/// <remarks>The permission to list is not needed for any work, so that a refusal for its lack proves the credentials as well as a list does.</remarks>
internal static class AwsCheck
{
    public const string Call = "list the queues or buckets of the account";

    public static async Task<ConnectionCheck> RunAsync(AwsOptions options, ConnectionClients clients, CancellationToken cancellation)
    {
        // Another store than AWS's comes alone as a rule: asking AWS with its credentials would say nothing.
        var isStore = options is { S3Url: not null, SqsUrl: null };
        var sees = isStore
            ? await CountAsync("buckets", async () => (await clients.Get<AwsBuckets>().ListAsync(cancellation)).Count)
            : await CountAsync("queues", async () => (await clients.Get<AwsQueues>().ListAsync(cancellation)).Count);
        return new ConnectionCheck { Call = Call, Identity = $"{Credentials(options)}, region {options.Region}; {sees}" };
    }

    private static async Task<string> CountAsync(string what, Func<Task<int>> count)
    {
        try
        {
            return $"sees {await count()} {what}";
        }
        catch (ConnectorException fault) when (fault.RemoteCode is { } code && AwsCodes.IsDenied(code))
        {
            return $"may not list {what}, which nothing needs";
        }
    }

    private static string Credentials(AwsOptions options)
        => string.IsNullOrEmpty(options.AccessKey) ? "credentials of the machine's environment" : $"access key {options.AccessKey}";
}
