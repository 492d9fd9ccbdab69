using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Facebook;
using Reelway.Frame.Configuration;

namespace Reelway.Talks.Facebook;

/// <summary>The pages of a connection, with the stages and kinds of talks that go to each.</summary>
internal sealed class StagePages(ConnectionPool connections, Current<TalksOptions> current)
{
    /// <summary>The connection that is meant when none is named.</summary>
    public string DefaultConnection => current.Value.Connection;

    /// <summary>The pages of a connection; null when there is no such connection of Facebook.</summary>
    public FacebookPages? Find(string connection) => connections.Find<FacebookPages>(connection);

    /// <summary>All pages that the connection knows, and the targets of the settings that are none of them.</summary>
    public async Task<PageList> ListAsync(string connection, FacebookPages pages, CancellationToken cancellation)
    {
        var known = await pages.ListPagesAsync(cancellation);
        var places = await Task.WhenAll(Targets(connection).Select(target => PlaceAsync(target, pages, known, cancellation)));
        var items = known.Select(page => PageItem.From(page, [.. places.Where(place => place.Page?.Id == page.Id)])).ToList();
        return new PageList(items, [.. places.Where(place => place.Problem is not null).Select(place => new UnplacedTarget(place.Target.What, place.Target.Page, place.Problem!))]);
    }

    /// <summary>The page of each stage that goes to this connection.</summary>
    public async Task<IReadOnlyList<StagePlace>> StagesAsync(string connection, FacebookPages pages, CancellationToken cancellation)
    {
        var known = await pages.ListPagesAsync(cancellation);
        return await Task.WhenAll(Targets(connection).Where(target => target.Stage is not null).Select(target => PlaceAsync(target, pages, known, cancellation)));
    }

    private static async Task<StagePlace> PlaceAsync(Target target, FacebookPages pages, IReadOnlyList<FacebookPage> known, CancellationToken cancellation)
    {
        if (known.FirstOrDefault(page => FacebookPages.IsNamedBy(page, target.Page)) is { } page)
        {
            return new StagePlace(target, page, Problem: null);
        }

        try
        {
            // A vanity name that the account's list does not show.
            var found = await pages.ResolvePageAsync(target.Page, cancellation);
            return new StagePlace(target, found, found.HasToken ? null : $"The page {found.Name} ({found.Id}) is none of this connection's.");
        }
        catch (ConnectorException fault)
        {
            return new StagePlace(target, Page: null, fault.Message);
        }
    }

    private IEnumerable<Target> Targets(string connection)
    {
        var options = current.Value;
        foreach (var (stage, target) in options.Stages.Where(stage => (stage.Value.Connection ?? options.Connection) == connection))
        {
            yield return new Target($"stage {stage}", target.Page.Trim()) { Stage = stage };
        }

        foreach (var (kind, target) in options.Kinds.Where(kind => (kind.Value.Connection ?? options.Connection) == connection))
        {
            yield return new Target($"kind {kind}", target.Page.Trim());
        }

        if (options.DefaultPage is { } page && !string.IsNullOrWhiteSpace(page) && options.Connection == connection)
        {
            yield return new Target("all others", page.Trim());
        }
    }

    /// <summary>A setting that sends talks to a page.</summary>
    /// <param name="What">Which talks, in words.</param>
    /// <param name="Page">The page as it was configured.</param>
    internal sealed record Target(string What, string Page)
    {
        /// <summary>The stage; null for a kind and for the default page.</summary>
        public string? Stage { get; init; }
    }

    /// <summary>Where a target leads.</summary>
    /// <param name="Page">Null when it was not found.</param>
    /// <param name="Problem">Why nothing can be published there; null when it can.</param>
    internal sealed record StagePlace(Target Target, FacebookPage? Page, string? Problem);
}
