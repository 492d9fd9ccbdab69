using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Posting;
using Reelway.Engine;
using Reelway.Frame.Configuration;

namespace Reelway.Posts;

/// <summary>The accounts that posts go out from, and what their networks take.</summary>
internal sealed class PostAccounts(Current<PostsOptions> current, ConnectionPool connections)
{
    /// <summary>The networks, as events name them. Case matters: senders rely on it.</summary>
    public static IReadOnlyList<string> Platforms => ConnectorCatalog.Platforms;

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

    /// <summary>True for the name of an account.</summary>
    public bool IsKnown(string name) => current.Value.Accounts.ContainsKey(name);

    /// <summary>True for the name of an account of that platform.</summary>
    public bool IsOf(string platform, string? name) => name is not null && current.Value.Accounts.GetValueOrDefault(name) is { } account && account.Platform == platform;

    /// <summary>All that the network would refuse a post for.</summary>
    public IReadOnlyList<PostProblem> Check(KeyValuePair<string, PostAccount> account, OutgoingPost post) => connections.Find<IPostPublisher>(account.Value.Connection) switch
    {
        null => [new("account", $"The account {account.Key} has no usable connection: set connections.{account.Value.Connection}.")],
        { Network: var other } when other.Platform != account.Value.Platform
            => [new("account", $"The account {account.Key} is one of {account.Value.Platform}, and its connection {account.Value.Connection} is one of {other.Name}: correct posts.accounts.{account.Key}.")],
        var publisher => publisher.Check(post),
    };

    /// <summary>How the network counts a post's text as it goes out; null where its account has no usable connection.</summary>
    public TextCount? Count(PostTarget target, string? campaign, string reference)
        => current.Value.Accounts.GetValueOrDefault(target.Account) is { } account
            ? connections.Find<IPostPublisher>(account.Connection)?.Count(new OutgoingPost(Marked(target.Message, target.Platform, target.Account, campaign, reference), account.Premium))
            : null;

    /// <summary>All that the network would refuse of what follows a post.</summary>
    public IEnumerable<PostProblem> CheckParts(KeyValuePair<string, PostAccount> account, PostExtras extras)
    {
        if (extras.Parts.Count == 0 || connections.Find<IPostPublisher>(account.Value.Connection) is not { } publisher)
        {
            return [];
        }

        var network = publisher.Network;
        return
        [
            .. extras.Thread.Count > 0 && !network.HasThreads ? [new PostProblem("thread", $"Must be left out on {network.Name}, which has no threads.")] : Array.Empty<PostProblem>(),
            .. extras.FirstComment is not null && !network.HasComments ? [new PostProblem("firstComment", $"Must be left out on {network.Name}, which has no comments here.")] : Array.Empty<PostProblem>(),
            .. from part in extras.Parts.Index()
               let field = part.Index < extras.Thread.Count ? $"thread/{part.Index}" : "firstComment"
               from refused in publisher.Check(new OutgoingPost(part.Item.Text, account.Value.Premium) { InReplyTo = OutgoingPost.NotYetKnown })
               select refused with { Field = field },
        ];
    }

    /// <summary>A text as it goes out: its links carry the campaign's parameters.</summary>
    public string Marked(string text, string platform, string account, string? campaign, string reference) => PostLinks.Mark(
        text, current.Value.Utm, current.Value.UtmHosts,
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["platform"] = platform, ["account"] = account, ["campaign"] = campaign, ["reference"] = reference });

    /// <summary>How far the account's posts are kept apart.</summary>
    public TimeSpan SpacingOf(PostAccount account) => account.Spacing ?? current.Value.Spacing;

    /// <summary>How much later than asked the account's posts may go out.</summary>
    public TimeSpan WindowOf(PostAccount account) => account.Window ?? current.Value.Window;

    private static string Names(List<KeyValuePair<string, PostAccount>> accounts)
        => accounts.Count == 0 ? "it has none" : string.Join(", ", accounts.Select(account => account.Key));
}
