using System.Globalization;
using System.Text.Json;

namespace Reelway.Bench;

/// <summary>One measured case.</summary>
/// <param name="StepsPerSecond">Durable steps, or appends where the case is the disk itself.</param>
/// <param name="RawPerSecond">Appends of 4 KiB with fsync that the same disk did in the same run.</param>
/// <param name="Ratio">The first by the second.</param>
/// <param name="OfCeiling">By the bare group commit's rate; null where it is the ceiling or the disk.</param>
internal sealed record Case(string Name, double StepsPerSecond, double RawPerSecond, double Ratio, double? OfCeiling);

/// <summary>Prints cases as lines for people or programs.</summary>
internal sealed class Report(bool asJson, TextWriter output)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public void Add(Case measured) => output.WriteLine(asJson
        ? JsonSerializer.Serialize(measured, Web)
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{measured.Name,-28} {measured.StepsPerSecond,10:0} /s   {measured.Ratio,6:0.00} x raw{(measured.OfCeiling is { } part ? $"   {part:P0} of the group commit" : "")}"));
}
