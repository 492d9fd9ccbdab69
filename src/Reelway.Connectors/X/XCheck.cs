using Reelway.Connectors.Posting;

namespace Reelway.Connectors.X;

/// <summary>Whether the keys are known: asks whose they are, and posts nothing.</summary>
internal static class XCheck
{
    public const string Call = "ask whose the access token is";

    /// <summary>In answers for an access token: what it may do. Left out by some of them.</summary>
    internal const string LevelHeader = "x-access-level";

    public static async Task<ConnectionCheck> RunAsync(XOptions options, ConnectionClients clients, CancellationToken cancellation)
    {
        var (account, level) = await ((XPosts)clients.Get<IPostPublisher>()).InspectAsync(cancellation);
        return new ConnectionCheck
        {
            Call = Call,
            Identity = $"@{account.Username}",
            Permissions = [new("read and write", "to post; give the app this right, then make the access token again", IsNeeded: true, MayWrite(level))],
        };
    }

    private static bool? MayWrite(string? level) => level is null ? null : level.Contains("write", StringComparison.OrdinalIgnoreCase);
}
