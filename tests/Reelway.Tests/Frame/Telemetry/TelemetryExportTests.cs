using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Reelway.Contracts.Connectors;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Frame.Telemetry;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Frame.Telemetry;

public sealed class TelemetryExportTests : IDisposable
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly Secrets _secrets = new();
    private readonly CapturedLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Spans_and_metrics_reach_the_collector_without_secrets()
    {
        await using var collector = await OtlpReceiver.StartAsync(_cancellation);
        _secrets.Add("swordfish-1");
        var run = new RunId(4711);
        using var source = new ActivitySource(EngineTelemetry.Name);
        using var meter = new Meter(EngineTelemetry.Name);

        using (Open(new TelemetryOptions { Otlp = collector.Address + "/", Headers = "x-tenant=talks", Service = "studio" }))
        {
            using var span = source.StartActivity(
                ActivityKind.Internal, new ActivityContext(EngineTelemetry.TraceOf(run), default, ActivityTraceFlags.Recorded),
                [new("secret", "is swordfish-1"), new("count", 3L)], name: "step cut")!;
            span.SetStatus(ActivityStatusCode.Error, "postgresql://user:pg-pass@db/reelway refused it");
            meter.CreateCounter<int>("reelway.test.sent").Add(1);
        }

        var sent = Assert.Single(collector.Spans, span => span.Name == "step cut");
        Assert.Equal("studio", sent.Service);
        Assert.Equal(EngineTelemetry.Name, sent.Scope);
        Assert.Equal(EngineTelemetry.TraceOf(run).ToHexString(), sent.TraceId);
        Assert.Equal("", sent.ParentId);
        Assert.Equal(("is ********", "3"), (sent.Tags["secret"], sent.Tags["count"]));
        Assert.Equal("postgresql://***@db/reelway refused it", sent.Status);
        Assert.DoesNotContain("swordfish-1", collector.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain("pg-pass", collector.Raw, StringComparison.Ordinal);
        Assert.Contains("x-tenant=talks", collector.Headers, StringComparison.Ordinal);
        Assert.Contains("reelway.test.sent", collector.Metrics);
        Assert.Contains("dotnet.process.memory.working_set", collector.Metrics);
    }

    [Fact]
    public async Task Sending_is_not_traced_itself()
    {
        await using var collector = await OtlpReceiver.StartAsync(_cancellation);
        using var source = new ActivitySource(EngineTelemetry.Name);

        for (var round = 0; round < 2; round++)
        {
            using var export = Open(new TelemetryOptions { Otlp = collector.Address });
            source.StartActivity($"round {round}")!.Dispose();
        }

        Assert.Equal(["round 0", "round 1"], collector.Spans.Select(span => span.Name).Where(name => name.StartsWith("round", StringComparison.Ordinal)));
        var port = new Uri(collector.Address).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.DoesNotContain(collector.Spans, span => span.Tags.GetValueOrDefault("server.port") == port && span.Scope == "System.Net.Http");
    }

    [Fact]
    public void A_collector_that_is_not_there_is_told_once_and_holds_up_nothing()
    {
        using var source = new ActivitySource(EngineTelemetry.Name);
        // Nobody listens on the port that nobody may take.
        var export = Open(new TelemetryOptions { Otlp = "http://127.0.0.1:1" });
        source.StartActivity("lost")!.Dispose();

        var began = Stopwatch.GetTimestamp();
        export.Dispose();

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        var line = Assert.Single(_log.Text.Split('\n'), line => line.StartsWith("Warning 9010", StringComparison.Ordinal));
        Assert.Contains("http://127.0.0.1:1", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_whole_server_sends_what_it_does_when_the_usual_variable_names_a_collector()
    {
        await using var collector = await OtlpReceiver.StartAsync(_cancellation);
        using (var program = new ServedProgram(("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_SERVICE_NAME", "from-variable")))
        {
            using var client = await program.ClientAsync(_cancellation);
            await client.GetJsonAsync("/api/v1/runs?token=query-secret", _cancellation);
            await program.StopAsync(_cancellation);
        }

        var request = Assert.Single(collector.Spans, span => span.Name == "GET /api/v1/runs");
        Assert.Equal(("Microsoft.AspNetCore", "200"), (request.Scope, request.Tags["http.response.status_code"]));
        Assert.Equal("from-variable", request.Service);
        Assert.Contains("http.server.request.duration", collector.Metrics);
        Assert.Contains("reelway.claim.duration", collector.Metrics);
        Assert.DoesNotContain("query-secret", collector.Raw, StringComparison.Ordinal);
    }

    private TelemetryExport Open(TelemetryOptions options)
        => new(options, "serve[1]", _secrets, TimeProvider.System, _log.CreateLogger<TelemetryExport>());
}
