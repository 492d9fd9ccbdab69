using Reelway.Connections;
using Reelway.Connectors.Posting;
using Reelway.Engine;
using Reelway.Frame.Configuration;

namespace Reelway.Posts;

/// <summary>The accounts that posts go out from, and what their networks take.</summary>
internal sealed class PostAccounts(Current<PostsOptions> current, ConnectionPool connections)
{
    /// <summary>The networks, as events name them. Case matters: senders rely on it.</summary>
    public static IReadOnlyList<string> Platforms { get; } = ["twitter"];

    /// <summary>The account of that name.</summary>
    /// <exception cref="FaultException">There is none any more; needs a person.</exception>
    public PostAccount Require(string name) => current.Value.Accounts.GetValueOrDefault(name) ?? throw FaultException.Setting(
        $"The account {name} is none of posts.accounts any more.", $"Set posts.accounts.{name}, or ask for the post again with another account; then retry.");

    /// <summary>The account of a post: the one that it names, else its platform's.</summary>
    /// <returns>The account, or what is wrong.</returns>
    public (KeyValuePair<string, PostAccount>? Account, PostProblem? Problem) Choose(string platform, string? named)
    {
        if (!Platforms.Contains(platform))
        {
            return (null, new("platform", $"Must be {string.Join(" or ", Platforms)}, in these letters."));
        }

        var all = current.Value.Accounts.Where(account => account.Value.Platform == platform).ToList();
        var chosen = named is not null ? all.Where(account => account.Key == named).ToList()
            : all.Count == 1 ? all
            : [.. all.Where(account => account.Value.Default)];
        return chosen is [var one] ? (one, null)
            : named is not null ? (null, new("account", $"Must be one of {platform}'s accounts: {Names(all)}."))
            : all.Count == 0 ? (null, new("platform", $"There is no account of {platform}: set one in posts.accounts."))
            : (null, new("account", $"Must be named, since {platform} has several accounts ({Names(all)}) and none is the default."));
    }

    /// <summary>All that the network would refuse a text for.</summary>
    public IReadOnlyList<PostProblem> Check(KeyValuePair<string, PostAccount> account, string message)
        => connections.Find<IPostPublisher>(account.Value.Connection) is { } publisher
            ? publisher.Check(new OutgoingPost(message, account.Value.Premium))
            : [new("account", $"The account {account.Key} has no usable connection: set connections.{account.Value.Connection}.")];

    /// <summary>How far the account's posts are kept apart.</summary>
    public TimeSpan SpacingOf(PostAccount account) => account.Spacing ?? current.Value.Spacing;

    /// <summary>How much later than asked the account's posts may go out.</summary>
    public TimeSpan WindowOf(PostAccount account) => account.Window ?? current.Value.Window;

    private static string Names(List<KeyValuePair<string, PostAccount>> accounts)
        => accounts.Count == 0 ? "it has none" : string.Join(", ", accounts.Select(account => account.Key));
}
