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
        // The claim names the talk. When another run holds it by now, the library has that run's clip and pictures.
        if (Run.Steps.FirstOrDefault(step => step.Name == PublishTalk.ClaimStep)?.Output is { } claim
            && claim.TryGetProperty("talk", out var name) && TalkId.TryParse(name.GetString(), out var id)
            && await Talks.FindAsync(id, Http.RequestAborted) is { } row && row.RunId == Run.Summary.Id.Value)
        {
            _talk = row;
            _pictures = TalkPictures.Read(row.Pictures);
        }
    }

    private string Address(string kind) => TalkPictures.Address(new TalkId(_talk!.Id), kind);
}
