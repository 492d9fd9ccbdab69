using Reelway.Frame.Texts;

namespace Reelway.Scaling.Mails;

/// <summary>A mail about a campaign, written.</summary>
/// <param name="Subject">One line.</param>
internal sealed record ScalingMail(string Subject, string Html)
{
    /// <summary>The same for readers that show no HTML.</summary>
    public string Text { get; init; } = HtmlText.Of(Html).ReplaceLineEndings("\n");
}
