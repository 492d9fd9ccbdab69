using System.Globalization;
using Microsoft.AspNetCore.Components;
using Reelway.Engine;
using Reelway.Frame.Web;

namespace Reelway.Runs.Pages;

/// <summary>One run: what is happening, why, what can be done, and what it has done so far.</summary>
public sealed partial class RunDetailPage : ComponentBase
{
    private const int LogLines = 200;

    private RunView? _run;
    private IReadOnlyList<RunLogLine> _log = [];
    private bool _moreLog;
    private long _after;
    private DateTimeOffset _now;
    private RunFace _face = RunFace.Unknown;
    private string _title = "";

    [Parameter] public string Id { get; set; } = "";

    [Inject] private IRuns Runs { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    [Inject] private IEnumerable<RunPanel> Panels { get; set; } = null!;

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        var cancellation = Http.RequestAborted;
        _now = Time.GetUtcNow();
        _run = RunId.TryParse(Id, out var id) && await Runs.FindAsync(id, cancellation) is { } run ? ShownRun.Of(run) : null;
        if (_run is null)
        {
            Failures.Explain(Http, RunProblems.NotFound(Id).Problem);
            return;
        }

        _face = Faces.Of(_run);
        _title = RunFaces.Title(_run.Summary, _face);

        // A mistyped place in the log shows the log from its start.
        _after = long.TryParse(Http.Request.Query["after"], NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : 0;
        var lines = await Runs.LogAsync(id, _after, LogLines + 1, cancellation);
        _moreLog = lines.Count > LogLines;
        _log = [.. lines.Take(LogLines).Select(ShownRun.Of)];
    }
}
