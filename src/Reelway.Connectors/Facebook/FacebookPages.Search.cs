namespace Reelway.Connectors.Facebook;

/// <summary>Finding pages of other people, to mention them.</summary>
public sealed partial class FacebookPages
{
    // More hits than a person looks through; who is meant is then told by more words.
    private const string MostHits = "25";

    /// <summary>True when the text (an id, a vanity name or an address) names this page.</summary>
    public static bool IsNamedBy(FacebookPage page, string idUrlOrVanityName)
    {
        ArgumentNullException.ThrowIfNull(page);
        return PageReference.Parse(idUrlOrVanityName ?? "")?.Names(page) == true;
    }

    /// <summary>Pages of anybody whose name is like this, best first. Names do not tell who is meant: a person has to look.</summary>
    /// <remarks>Facebook gives it to apps with the feature Page Public Metadata Access only.</remarks>
    public async Task<IReadOnlyList<FoundPage>> SearchPagesAsync(string words, CancellationToken cancellation)
    {
        var keys = await _keys.CurrentAsync(cancellation);
        var token = keys.UserToken is { } user ? new GraphToken(user) : AppToken();
        var (reply, answer) = await _client.GetAsync(
            "search pages", "pages/search", token, [("q", words), ("fields", "id,name,link"), ("limit", MostHits)], FacebookJson.Default.FoundPagesReply, cancellation);
        var rows = reply.Data ?? throw _client.Faults.Malformed(answer, "the answer has no data");
        return [.. rows.Where(row => !string.IsNullOrEmpty(row?.Id)).Select(row => new FoundPage(
            row.Id!, row.Name ?? row.Id!, Uri.TryCreate(row.Link, UriKind.Absolute, out var link) ? link : new Uri($"https://www.facebook.com/{row.Id}")))];
    }
}

/// <summary>A page that a search has found.</summary>
/// <param name="Link">Its address, for a person to look at.</param>
public sealed record FoundPage(string Id, string Name, Uri Link);
