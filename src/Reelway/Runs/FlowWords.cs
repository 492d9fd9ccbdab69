using System.Text.Json;

namespace Reelway.Runs;

/// <summary>How the runs of a flow are shown to people. A capability registers it as a service, so that the runs know no capability.</summary>
/// <param name="Flow">Name of the flow.</param>
/// <param name="Title">What it does, as an organiser would say.</param>
/// <param name="Steps">
/// What its steps do, by their names, which never change; these words may. A name that ends in <c>:</c> stands for all steps that begin with it,
/// and the rest of their names follows the words.
/// </param>
/// <param name="Telling">The steps whose outcomes say what a run is about.</param>
/// <param name="Read">Reads those outcomes, by the steps' names; steps without outcome are not there.</param>
internal sealed record FlowWords(
    string Flow, string Title, IReadOnlyDictionary<string, string> Steps, IReadOnlyList<string> Telling, Func<IReadOnlyDictionary<string, JsonElement>, RunFace> Read);

/// <summary>What a run is about, as far as it knows.</summary>
/// <param name="Title">What people call it; null while the run has not found out.</param>
/// <param name="Link">Where what it made can be seen; null while there is nothing to see.</param>
internal sealed record RunFace(string? Title, Uri? Link)
{
    /// <summary>What the link invites to.</summary>
    public string LinkWord { get; init; } = "Watch it";

    /// <summary>Of a run that knows nothing yet.</summary>
    public static RunFace Unknown { get; } = new(null, null);

    // Browsers and people take no longer ones.
    private const int LongestAddress = 2000;

    /// <summary>An address that may be put behind a link: one of the web, whoever wrote it.</summary>
    public static Uri? WebAddress(string? text)
        => text is { Length: <= LongestAddress } && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("https" or "http") ? address : null;
}
