using System.Globalization;
using System.Text.Json;

namespace Reelway.Bench;

/// <summary>One measured way of cutting.</summary>
/// <param name="Minutes">Length of the recording.</param>
/// <param name="Seconds">Wall time without the proof.</param>
/// <param name="ProofSeconds">Wall time of the proof.</param>
/// <param name="CpuSeconds">Time of all processors, of the children and our own, proof included: other work on the machine disturbs it less.</param>
/// <param name="ChildrenPeakBytes">Most memory of all children together.</param>
/// <param name="OwnBytes">Memory of the measuring process itself, in which the product's code runs; some of it is waiting to be collected.</param>
/// <param name="AllocatedBytes">All memory that the product's code asked for during the cut, however soon it gave it back.</param>
/// <param name="Scaled">True when it was measured on an excerpt and scaled to the whole.</param>
internal sealed record VideoCase(string Name, int Minutes, double Seconds, double ProofSeconds, double CpuSeconds, long ChildrenPeakBytes, long OwnBytes, long AllocatedBytes, bool Scaled)
{
    public double Whole => Seconds + ProofSeconds;
}

/// <summary>Prints the cases, and how they compare.</summary>
internal sealed class VideoReport(bool asJson, TextWriter output)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly List<VideoCase> _cases = [];

    public void Add(VideoCase measured)
    {
        _cases.Add(measured);
        output.WriteLine(asJson
            ? JsonSerializer.Serialize(measured, Web)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{measured.Minutes,3} min  {measured.Name,-22} {measured.Seconds,8:0.0} s + {measured.ProofSeconds,5:0.0} s proof   cpu {measured.CpuSeconds,7:0.0} s   children {measured.ChildrenPeakBytes / 1e6,5:0} MB   asked for {measured.AllocatedBytes / 1e6,4:0} MB{(measured.Scaled ? "   (scaled from an excerpt)" : "")}"));
    }

    /// <summary>Every case against the smart render with spliced sound of the same length, and that against its own on the shortest recording.</summary>
    public void Compare()
    {
        foreach (var length in _cases.GroupBy(one => one.Minutes))
        {
            var smart = length.Single(one => one.Name == "smart, spliced sound");
            foreach (var other in length.Where(one => one != smart))
            {
                Ratio($"{other.Name} by {smart.Name}", length.Key, other, smart);
            }

            var full = length.Single(one => one.Name == "full, veryfast");
            var encoded = length.Single(one => one.Name == "smart, encoded sound");
            Ratio($"{full.Name} by {encoded.Name}", length.Key, full, encoded);
            Ratio("proof by render", length.Key, smart.ProofSeconds / smart.Seconds, smart.ProofSeconds / smart.Seconds, null);
            var first = _cases.First(one => one.Name == smart.Name);
            Ratio($"{smart.Name} by the one of {first.Minutes} min", length.Key, smart, first);
            var memory = (double)smart.AllocatedBytes / first.AllocatedBytes;
            Ratio($"memory asked for, by the one of {first.Minutes} min", length.Key, memory, memory, null);
        }
    }

    private void Ratio(string name, int minutes, VideoCase one, VideoCase other)
        => Ratio(name, minutes, one.Seconds / other.Seconds, one.Whole / other.Whole, one.CpuSeconds / other.CpuSeconds);

    private void Ratio(string name, int minutes, double withoutProof, double withProof, double? cpu) => output.WriteLine(asJson
        ? JsonSerializer.Serialize(new { ratio = name, minutes, withoutProof, withProof, cpu }, Web)
        : string.Create(CultureInfo.InvariantCulture, $"{minutes,3} min  {name,-46} {withoutProof,7:0.00} x, with proofs {withProof,7:0.00} x, cpu {cpu,7:0.00} x"));
}
