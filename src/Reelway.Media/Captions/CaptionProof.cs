using System.Globalization;

namespace Reelway.Media;

/// <summary>Looks whether a clip has its captions, each at its time.</summary>
internal sealed class CaptionProof(ProcessRunner runner, MediaOptions options)
{
    /// <summary>An MP4 fills the time between captions with texts of no length, which take two bytes.</summary>
    private const int EmptyBytes = 2;

    private const decimal ToleranceSeconds = 0.002m;

    /// <summary>Adds what is found to a proof of the rest.</summary>
    /// <exception cref="MediaException">The captions are not as planned: encoding the picture again would not help.</exception>
    public async Task<ProofReport> AddAsync(ProofReport proof, CutPlan plan, string part, CancellationToken cancellation)
    {
        if (plan.Captions is not { } captions)
        {
            return proof;
        }

        var check = Compare(captions.Cues, await ListAsync(part, cancellation));
        return check.Passed
            ? proof with { Checks = [.. proof.Checks, check] }
            : throw new MediaException(
                MediaFaultKind.Failed, $"The captions did not go into the clip of {plan.Source.Name} as they should ({check.Detail}): cut it without them, and report the version of {options.Ffmpeg}.");
    }

    private async Task<List<(decimal Start, decimal Length)>> ListAsync(string part, CancellationToken cancellation)
    {
        var found = new List<(decimal Start, decimal Length)>();
        void Take(string line)
        {
            if (line.Split(',') is [var start, var length, var size, ..] && Number(size) > EmptyBytes)
            {
                found.Add((Number(start), Number(length)));
            }
        }

        string[] asked = ["-select_streams", "s:0", "-show_entries", "packet=pts_time,duration_time,size", "-of", "csv=p=0"];
        await runner.SucceedAsync(options.Probe(part, asked, Take), part, output: null, cancellation);
        return found;
    }

    private static ProofCheck Compare(IReadOnlyList<CaptionCue> wanted, List<(decimal Start, decimal Length)> found)
    {
        if (found.Count != wanted.Count)
        {
            return new ProofCheck("captions", false, $"{found.Count} of {wanted.Count} captions came out");
        }

        var apart = Enumerable.Range(0, found.Count).FirstOrDefault(
            number => Apart(found[number].Start, wanted[number].Start) || Apart(found[number].Length, wanted[number].End - wanted[number].Start), -1);
        return apart < 0
            ? new ProofCheck("captions", true, $"{(found.Count == 1 ? "1 caption" : $"{found.Count} captions")}, each at its time")
            : new ProofCheck(
                "captions", false,
                string.Create(CultureInfo.InvariantCulture, $"caption {apart + 1} is shown at {found[apart].Start:0.000} s for {found[apart].Length:0.000} s, not at {wanted[apart].Start.TotalSeconds:0.000} s for {(wanted[apart].End - wanted[apart].Start).TotalSeconds:0.000} s"));
    }

    private static bool Apart(decimal seconds, TimeSpan time) => Math.Abs(seconds - (decimal)time.TotalSeconds) > ToleranceSeconds;

    private static decimal Number(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
