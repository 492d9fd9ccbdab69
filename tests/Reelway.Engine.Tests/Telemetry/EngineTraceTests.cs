using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Reelway.Engine.Tests.Telemetry;

public sealed class EngineTraceTests : IDisposable
{
    private static readonly StepOptions AtOnce = new() { Retry = new RetryPolicy(3, TimeSpan.Zero, TimeSpan.Zero) };

    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public EngineTraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EngineTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_run_is_a_trace_with_a_span_per_attempt_and_none_for_what_is_replayed()
    {
        var tries = 0;
        await using var engine = await EngineHarness.StartAsync(new SqliteStore(), TracedFlow.With(async (_, run) =>
        {
            await run.StepAsync("first", _ => Task.CompletedTask);
            await run.StepAsync("second", _ => ++tries < 2 ? throw new FaultException(new Fault(FaultKind.Transient, "Not yet.")) : Task.CompletedTask, AtOnce);
            return "";
        }));

        var id = await engine.RunAsync(TracedFlow.Name, "one");
        await engine.ReachAsync(id, RunState.Succeeded);
        await engine.StopAsync();

        var spans = Of(id);
        Assert.All(spans, span => Assert.Equal(EngineTelemetry.TraceOf(id), span.TraceId));
        var executions = spans.Where(span => span.DisplayName == "run traced").ToList();
        Assert.Equal(2, executions.Count);
        Assert.All(executions, span => Assert.Equal(default, span.ParentSpanId));
        Assert.Equal("succeeded", executions[1].GetTagItem("reelway.run.left"));
        Assert.Equal(
            ["step first 1 succeeded Unset", "step second 1 waiting Error", "step second 2 succeeded Unset"],
            spans.Where(span => span.DisplayName.StartsWith("step ", StringComparison.Ordinal)).Select(span =>
                $"{span.DisplayName} {span.GetTagItem("reelway.step.attempt")} {span.GetTagItem("reelway.step.outcome")} {span.Status}"));
        Assert.Equal("Not yet.", spans.Single(span => span.Status == ActivityStatusCode.Error).StatusDescription);
        Assert.Equal(executions[0].SpanId, Span(spans, "step first").ParentSpanId);
        Assert.Equal(executions[1].SpanId, spans.Last(span => span.DisplayName == "step second").ParentSpanId);
    }

    [Fact]
    public async Task A_run_that_goes_on_in_another_process_joins_its_trace()
    {
        await using var engine = await EngineHarness.StartAsync(new SqliteStore(), TracedFlow.With(async (_, run) =>
        {
            await run.StepAsync("before", _ => Task.CompletedTask);
            await run.DelayAsync("nap", TimeSpan.FromHours(1));
            await run.StepAsync("after", _ => Task.CompletedTask);
            return "";
        }));
        var id = await engine.RunAsync(TracedFlow.Name, "one");
        await engine.ReachAsync(id, RunState.Waiting);

        await engine.StopAsync();
        engine.Clock.Advance(TimeSpan.FromHours(2));
        await engine.StartAsync();
        await engine.ReachAsync(id, RunState.Succeeded);
        await engine.StopAsync();

        var spans = Of(id);
        Assert.Single(spans.Select(span => span.TraceId).Distinct());
        Assert.Equal(["run traced", "run traced", "step after", "step before"], spans.Select(span => span.DisplayName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_run_links_to_the_request_that_started_it_and_a_child_to_its_parent()
    {
        await using var engine = await EngineHarness.StartAsync(new SqliteStore(), services => services
            .AddFlow<TracedParent, string?, string>().AddFlow<TracedChild, string, string>());
        RunId id;
        using (var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C))
        {
            request.ActivityTraceFlags = ActivityTraceFlags.Recorded;
            request.Start();
            id = await engine.RunAsync("traced-parent", "one");
            Assert.Equal(id.ToString(), request.GetTagItem("reelway.run.id"));
            await engine.ReachAsync(id, RunState.Succeeded);
            await engine.StopAsync();

            var executions = Of(id).Where(span => span.DisplayName == "run traced-parent").ToList();
            Assert.All(executions, span => Assert.Equal((request.TraceId, request.SpanId), (span.Links.Single().Context.TraceId, span.Links.Single().Context.SpanId)));
            var child = _ended.Single(span => span.DisplayName == "run traced-child" && span.Links.Any(link => link.Context.TraceId == EngineTelemetry.TraceOf(id)));
            Assert.NotEqual(EngineTelemetry.TraceOf(id), child.TraceId);
            Assert.Equal(executions[0].SpanId, child.Links.Single().Context.SpanId);
        }
    }

    [Fact]
    public async Task An_untraced_request_leaves_no_link()
    {
        await using var engine = await EngineHarness.StartAsync(new SqliteStore(), TracedFlow.With((_, _) => Task.FromResult("")));
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

        var id = await engine.RunAsync(TracedFlow.Name, "one");
        await engine.ReachAsync(id, RunState.Succeeded);
        await engine.StopAsync();

        Assert.Empty(Assert.Single(Of(id)).Links);
    }

    [Fact]
    public void The_trace_of_a_run_never_changes()
        // Written down: traces that were stored before an update must be found after it.
        => Assert.Equal("4d7975d65f179ddc9f964584b9ae6aa7", EngineTelemetry.TraceOf(new RunId(1234567890123)).ToHexString());

    // Engines of other tests, whose clocks stand at the same time, make the same ids: only the flows are this class's own.
    private List<Activity> Of(RunId run) => [.. _ended.Where(span => Equals(span.GetTagItem("reelway.run.id"), run.ToString())
        && span.GetTagItem("reelway.flow") is string flow && flow.StartsWith(TracedFlow.Name, StringComparison.Ordinal)).OrderBy(span => span.StartTimeUtc)];

    private static Activity Span(IEnumerable<Activity> spans, string name) => spans.Single(span => span.DisplayName == name);

    [Flow(Name)]
    private sealed class TracedFlow(TracedFlow.Code code) : IFlow<string?, string>
    {
        public const string Name = "traced";

        public static Action<IServiceCollection> With(Script script)
            => services => services.AddSingleton(new Code(script)).AddFlow<TracedFlow, string?, string>();

        public Task<string> RunAsync(string? input, IRun run) => code.Script(input, run);

        internal sealed record Code(Script Script);
    }

    [Flow("traced-parent")]
    private sealed class TracedParent : IFlow<string?, string>
    {
        public async Task<string> RunAsync(string? input, IRun run)
        {
            await run.ForEachAsync<TracedChild, string, string, string>("each", ["a"], item => item, item => item);
            return "";
        }
    }

    [Flow("traced-child")]
    private sealed class TracedChild : IFlow<string, string>
    {
        public Task<string> RunAsync(string input, IRun run) => Task.FromResult(input);
    }
}
