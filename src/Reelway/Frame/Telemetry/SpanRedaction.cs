using System.Diagnostics;
using OpenTelemetry;
using Reelway.Connectors;
using Reelway.Frame.Configuration;

namespace Reelway.Frame.Telemetry;

/// <summary>Takes secrets out of spans before they leave the process.</summary>
internal sealed class SpanRedaction(Secrets secrets) : BaseProcessor<Activity>
{
    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        if (data.StatusDescription is { } sentence && Clean(sentence) is var clean && clean != sentence)
        {
            data.SetStatus(data.Status, clean);
        }

        // Setting a tag while they are walked through would change the walk.
        foreach (var (name, value) in data.TagObjects.ToList())
        {
            if (value is string text && Clean(text) is var cleaned && cleaned != text)
            {
                data.SetTag(name, cleaned);
            }
        }
    }

    private string Clean(string text) => SecretPatterns.Mask(secrets.Clean(text));
}
