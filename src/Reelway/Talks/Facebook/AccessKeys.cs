using Reelway.Connections;
using Reelway.Connectors.Facebook;
using Reelway.Frame.Audit;
using Reelway.Frame.Configuration;
using Reelway.Talks.Text;

namespace Reelway.Talks.Facebook;

/// <summary>The access keys of the old bot: a page and its token for each stage.</summary>
internal sealed class AccessKeys(StagePages stages, LoginOperations logins, ConnectionStore store, Current<TalksOptions> current)
{
    /// <summary>The keys of all stages that go to this connection. It lands in the audit log, since what it shows opens the pages.</summary>
    public async Task<AccessKeysAnswer> ExportAsync(string connection, FacebookPages pages, string actor, CancellationToken cancellation)
    {
        var places = await stages.StagesAsync(connection, pages, cancellation);
        var tokens = await pages.PageTokensAsync(cancellation);
        var keys = new List<AccessKey>();
        var problems = new List<string>();
        foreach (var place in places)
        {
            var stage = place.Target.Stage!;
            if (place.Page is { } page && tokens.TryGetValue(page.Id, out var token))
            {
                keys.Add(new AccessKey(stage, page.Id, token));
            }
            else
            {
                problems.Add($"Stage {stage} has no key: {place.Problem ?? $"there is no token of page {place.Target.Page}."}");
            }
        }

        await store.WriteAsync(
            session => AuditStore.RecordAsync(
                session, store.NowMs, actor, "connection.keys-exported", ConnectionOperations.Subject(connection), $"Tokens of {keys.Count} stages."),
            cancellation);
        return new AccessKeysAnswer(keys, problems);
    }

    /// <summary>Keeps the tokens of the pages, and says which stages the settings do not send there.</summary>
    public async Task<AccessKeysTaken> ImportAsync(string connection, FacebookPages pages, IReadOnlyList<AccessKey> keys, string actor, CancellationToken cancellation)
    {
        var login = await pages.TakeOverAsync(keys.GroupBy(key => key.Page).ToDictionary(page => page.Key, page => page.Last().Token), cancellation);
        var kept = await logins.KeepAsync(connection, login, actor, "connection.keys-imported", cancellation);
        var known = await pages.ListPagesAsync(cancellation);
        var twice = keys.GroupBy(key => key.Page).Where(page => page.Select(key => key.Token).Distinct().Count() > 1)
            .Select(page => $"Page {page.Key} has several tokens, of which the last one is kept: {string.Join(", ", page.Select(key => key.Stage))}.");
        var count = keys.Select(key => key.Page).Distinct().Count() - login.Warnings.Count;
        return new AccessKeysTaken(
            count, [.. keys.Where(key => !IsMapped(key, known)).Select(key => new StageLine(key.Stage, key.Page))], [.. kept.Warnings, .. twice]);
    }

    /// <summary>Keeps the tokens of the pages as they are; nobody outside is asked, so the next check tells which of them work.</summary>
    public async Task<AccessKeysTaken> ImportUnseenAsync(string connection, FacebookPages pages, IReadOnlyList<AccessKey> keys, string actor, CancellationToken cancellation)
    {
        var tokens = keys.GroupBy(key => key.Page).ToDictionary(page => page.Key, page => page.Last().Token);
        await logins.KeepUntestedAsync(connection, await pages.TakeOverUnseenAsync(tokens, cancellation), actor, "connection.keys-imported", cancellation);
        return new AccessKeysTaken(tokens.Count, [], []);
    }

    private bool IsMapped(AccessKey key, IReadOnlyList<FacebookPage> known)
    {
        var stage = TalkTitle.Normalise(key.Stage);
        var options = current.Value;
        var target = options.Stages.FirstOrDefault(each => TalkTitle.Normalise(each.Key) == stage).Value?.Page ?? options.DefaultPage;
        return target is not null && known.Any(page => page.Id == key.Page && FacebookPages.IsNamedBy(page, target));
    }
}
