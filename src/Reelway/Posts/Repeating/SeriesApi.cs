using Reelway.Frame;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;

namespace Reelway.Posts.Repeating;

/// <summary>What can be asked of series. They are asked for as posts are, with <c>repeat</c>.</summary>
internal static class SeriesApi
{
    private static readonly ProblemKind NotFound = new(404, "series-not-found", "There is no such series");

    public static readonly Operation<ListOf<SeriesItem>> List = new("listPostSeries", "GET /posts/series", PostsApi.Read)
    {
        Summary = "List posts that are repeated, newest first",
        Text = "Each of their posts is a post of its own, made five weeks ahead.",
        Example = new([SeriesItem.Sample]),
    };

    public static readonly Operation<SeriesItem> Cancel = new("cancelPostSeries", "POST /posts/series/{id}/cancel", PostsApi.Write)
    {
        Summary = "End a series",
        Text = "What waits of it is taken back; what is out stays.",
        Parameters = [new("id", "The series' id, such as series_06agn9k2w4008.")],
        Example = SeriesItem.Sample with { IsOn = false },
        Problems = [NotFound],
    };

    public static void MapSeries(this IEndpointRouteBuilder routes)
    {
        routes.Map(List, async ([AsParameters] Paging paging, PostSeriesStore store, CancellationToken cancellation) =>
        {
            var page = paging.Of("posts/series");
            return page.Answer(await store.ListAsync(page.Before ?? long.MaxValue, page.Count + 1, cancellation), row => row.Id.Value, SeriesItem.From);
        });
        routes.Map(Cancel, async (string id, PostSeriesStore store, PostSeries series, CancellationToken cancellation) =>
        {
            if (!SeriesId.TryParse(id, out var known) || await store.FindAsync(known, cancellation) is not { } row)
            {
                throw NotFound.Because($"There is no series \"{ShownText.Name(id)}\"; ids look like {new SeriesId(0)}.");
            }

            await series.EndAsync(row, cancellation);
            return SeriesItem.From(row with { IsOn = false });
        });
    }
}

/// <summary>A series as the API and <c>--json</c> show it.</summary>
/// <param name="Repeat">When, RFC 5545.</param>
/// <param name="FirstAt">Its first time on the clock of its zone.</param>
/// <param name="IsOn">False when it was ended.</param>
internal sealed record SeriesItem(string Id, string ReferenceNumber, string Repeat, string FirstAt, string Timezone, bool IsOn)
{
    public static SeriesItem Sample { get; } = new("series_06agn9k2w4008", "weekly-owls", "FREQ=WEEKLY;BYDAY=TU", "2026-12-01T09:00:00", "Europe/Prague", IsOn: true);

    public static SeriesItem From(SeriesRow row) => new(row.Id.ToString(), row.Reference, row.Rule, row.FirstLocal, row.Zone, row.IsOn);
}
