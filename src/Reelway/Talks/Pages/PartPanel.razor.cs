using Microsoft.AspNetCore.Components;
using Reelway.Engine;

namespace Reelway.Talks.Pages;

/// <summary>Lets a person say that a talk of unlikely times is meant.</summary>
public sealed partial class PartPanel : ComponentBase
{
    private TalkRow? _talk;

    /// <summary>The run that may be asking.</summary>
    [Parameter, EditorRequired] public RunView Run { get; set; } = null!;

    [Inject] private TalkStore Talks { get; set; } = null!;

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        if (Run.Summary is { State: RunState.NeedsAttention, CurrentStep: PublishTalk.EditStep }
            && await ClaimedTalk.FindAsync(Run, Talks, Http.RequestAborted) is { AsksForPart: true } row)
        {
            _talk = row;
        }
    }
}
