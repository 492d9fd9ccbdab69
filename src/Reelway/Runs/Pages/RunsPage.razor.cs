using Microsoft.AspNetCore.Components;
using Reelway.Engine;
using Reelway.Frame.Web;

namespace Reelway.Runs.Pages;

/// <summary>The list of runs: first what needs a person, then all that the filter lets through.</summary>
public sealed partial class RunsPage : ComponentBase
{
    /// <summary>How many of those that need a person are shown before the list; the chip leads to the others.</summary>
    private const int AttentionShown = 5;

    private RunFilter _filter = new([], null, null);
    private IReadOnlyList<ProblemError> _errors = [];
    private IReadOnlyDictionary<RunState, long> _counts = new Dictionary<RunState, long>();
    private IReadOnlyList<RunSummary> _attention = [];
    private RunPage _page = new([], null);
    private IReadOnlyDictionary<RunId, RunFace> _faces = new Dictionary<RunId, RunFace>();
    private long _needing;
    private DateTimeOffset _now;
    private string? _next;
    private bool _isLaterPage;

    [Inject] private IRuns Runs { get; set; } = null!;

    [Inject] private Cursors Cursors { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    private string Here => Http.Request.Path + Http.Request.QueryString;

    protected override async Task OnInitializedAsync()
    {
        var cancellation = Http.RequestAborted;
        var query = Http.Request.Query;
        var request = new RequestText();
        _now = Time.GetUtcNow();
        _filter = RunFilter.Read(request, query["state"], query["flow"], query["text"], query["needs"]);
        var before = _filter.ReadCursor(request, Cursors, query["cursor"]);
        _errors = request.Errors;
        if (_errors.Count > 0)
        {
            Http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        _isLaterPage = before is not null;
        _counts = await Runs.CountAsync(cancellation);
        var page = await Faces.ListAsync(_filter, before, RequestText.DefaultLimit, cancellation);
        _page = page with { Items = [.. page.Items.Select(ShownRun.Of)] };
        _next = _page.Next is { } next ? Cursors.Write(_filter.List, next.Value) : null;
        _needing = await Runs.CountNeedingPersonAsync(cancellation);
        if (_filter.IsEmpty && !_isLaterPage && _needing > 0)
        {
            var attention = await Runs.ListAsync(new RunQuery(NeedsPerson: true, Limit: AttentionShown), cancellation);
            _attention = [.. attention.Items.Select(ShownRun.Of)];
        }

        _faces = await Faces.OfAsync(_page.Items.UnionBy(_attention, run => run.Id), cancellation);
    }

    private static string With(RunFilter filter) => RunLinks.ListPath + RunLinks.Query(filter);

    private static string? Truth(bool value) => value ? "true" : null;

    private bool IsWorthAChip(RunState state) => _counts.GetValueOrDefault(state) > 0 || _filter.States.Contains(state);

    private RunFilter Toggled(RunState state) => _filter with
    {
        States = _filter.States.Contains(state) ? [.. _filter.States.Where(other => other != state)] : [.. _filter.States.Append(state).Order()],
    };
}
