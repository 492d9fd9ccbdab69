using Microsoft.AspNetCore.Components;
using Reelway.Engine;

namespace Reelway.Talks.Pages;

/// <summary>Pictures of the clip that a run has made.</summary>
public sealed partial class ClipPanel : ComponentBase
{
    private TalkRow? _talk;
    private TalkPictures? _pictures;

    /// <summary>The run whose clip is shown.</summary>
    [Parameter, EditorRequired] public RunView Run { get; set; } = null!;

    [Inject] private TalkStore Talks { get; set; } = null!;

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        // When another run holds the talk by now, the library has that run's clip and pictures.
        if (await ClaimedTalk.FindAsync(Run, Talks, Http.RequestAborted) is { } row)
        {
            _talk = row;
            _pictures = TalkPictures.Read(row.Pictures);
        }
    }

    private string Address(string kind) => TalkPictures.Address(new TalkId(_talk!.Id), kind);
}
