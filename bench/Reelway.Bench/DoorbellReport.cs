using System.Globalization;
using System.Text.Json;

namespace Reelway.Bench;

/// <summary>One doorbell, measured.</summary>
/// <param name="P50Ms">From the moment at which a run is stored until a worker has it; half of them wait less.</param>
/// <param name="P99Ms">One in a hundred waits longer.</param>
/// <param name="ClaimsPerRun">Claims of all workers together; all but one of a run's find nothing.</param>
/// <param name="TransactionsPerSecond">On the database, of whatever kind.</param>
/// <param name="Connections">To the database, of workers and doorbells together.</param>
internal sealed record DoorbellCase(
    string Name, int Workers, int Runs, double P50Ms, double P99Ms, double ClaimsPerRun, double TransactionsPerSecond, int Connections);

/// <summary>Prints doorbells as lines for people or programs.</summary>
internal sealed class DoorbellReport(bool asJson, TextWriter output)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public void Add(DoorbellCase measured) => output.WriteLine(asJson
        ? JsonSerializer.Serialize(measured, Web)
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{measured.Name,-22} p50 {measured.P50Ms,8:0.0} ms   p99 {measured.P99Ms,8:0.0} ms   {measured.ClaimsPerRun,6:0.0} claims a run   {measured.TransactionsPerSecond,7:0} transactions/s   {measured.Connections} connections"));
}
