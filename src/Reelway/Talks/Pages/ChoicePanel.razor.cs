using Microsoft.AspNetCore.Components;
using Reelway.Engine;
using Reelway.Talks.Text;

namespace Reelway.Talks.Pages;

/// <summary>Lets a person say which talk a recording shows.</summary>
public sealed partial class ChoicePanel : ComponentBase
{
    // A list of a browser that is longer helps nobody; the title can be typed.
    private const int MostTitles = 300;

    private bool _isOpen;
    private IReadOnlyList<string> _nearest = [];
    private IReadOnlyList<string> _titles = [];

    /// <summary>The run that may be asking.</summary>
    [Parameter, EditorRequired] public RunView Run { get; set; } = null!;

    [Inject] private TalkSheet Sheet { get; set; } = null!;

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        _isOpen = TalkChoices.IsOpen(Run);
        if (!_isOpen)
        {
            return;
        }

        try
        {
            var titles = await Sheet.TitlesAsync(Http.RequestAborted);
            _titles = [.. titles.Take(MostTitles)];
            _nearest = Run.Input is { ValueKind: System.Text.Json.JsonValueKind.Object } input && input.TryGetProperty("title", out var title)
                ? TalkTitle.Nearest(title.GetString() ?? "", titles, count: 3)
                : [];
        }
        catch (FaultException)
        {
            // A sheet that can't be read is what the run's own sentence is about; a title can be typed all the same.
            (_titles, _nearest) = ([], []);
        }
    }
}
