using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Http;

public sealed class HttpCallsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_without_a_length_is_cut_off_at_the_limit()
    {
        using var response = new HttpResponseMessage { Content = new StreamContent(new EndlessStream()) };

        var fault = await Assert.ThrowsAsync<AnswerTooLongException>(() => AnswerBody.ReadAsync(response, 100_000, Cancellation));

        Assert.Contains("100000 bytes", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_without_a_body_is_not_repeated_by_the_runtime()
    {
        // On a connection that was used before, the runtime sends a request without a body a second time by itself.
        await using var server = new ScriptedHttpServer();
        server.AnswerNext(ScriptedAnswer.Empty(204), ScriptedAnswer.Never(Misbehaviour.Close), ScriptedAnswer.Empty(204));
        using var http = new ConnectorHttp(TimeProvider.System, NullLoggerFactory.Instance);
        var calls = Calls(http);
        var delete = new HttpCall("delete it", () => new HttpRequestMessage(HttpMethod.Delete, server.Url), TimeSpan.FromSeconds(30), CallEffect.Once);

        await calls.SendAsync(delete, Cancellation);
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => calls.SendAsync(delete, Cancellation));

        Assert.True(fault.OutcomeUnknown);
        Assert.Equal(2, server.Received.Count);
    }

    [Fact]
    public async Task Reads_wait_between_their_attempts_and_end_after_three()
    {
        await using var server = new ScriptedHttpServer { Otherwise = _ => ScriptedAnswer.Empty(503) };
        using var http = new ConnectorHttp(TimeProvider.System, NullLoggerFactory.Instance);

        await Assert.ThrowsAsync<ConnectorException>(() => Calls(http).SendAsync(Read(server), Cancellation));

        Assert.Equal(3, server.Received.Count);
    }

    [Fact]
    public async Task A_call_carries_the_trace_that_it_belongs_to()
    {
        await using var server = new ScriptedHttpServer { Otherwise = _ => ScriptedAnswer.Empty(204) };
        using var http = new ConnectorHttp(TimeProvider.System, NullLoggerFactory.Instance);
        using var run = new Activity("a run").SetIdFormat(ActivityIdFormat.W3C).Start();

        await Calls(http).SendAsync(Read(server), Cancellation);

        Assert.Contains(run.TraceId.ToHexString(), Assert.Single(server.Received).Headers["traceparent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_differs_is_told_once_until_it_is_right_again()
    {
        await using var server = new ScriptedHttpServer();
        using var log = new CapturedLog();
        using var http = new ConnectorHttp(TimeProvider.System, log);
        var calls = Calls(http);
        foreach (var minutes in new[] { 10, 11, 0, -30, -30 })
        {
            server.AnswerNext(ScriptedAnswer.Empty(204).With(("Date", TimeProvider.System.GetUtcNow().AddMinutes(minutes).ToString("r", CultureInfo.InvariantCulture))));
            await calls.SendAsync(Read(server), Cancellation);
        }

        var told = log.Text.Split('\n').Where(line => line.Contains("The clock of Test", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, told.Count);
        Assert.All(told, line => Assert.StartsWith("Warning 4002", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connectors_share_one_pipeline_of_the_host()
    {
        await using var services = new ServiceCollection().AddLogging().AddConnectors().BuildServiceProvider();

        Assert.Same(services.GetRequiredService<ConnectorHttp>(), services.GetRequiredService<ConnectorHttp>());
        Assert.Same(TimeProvider.System, services.GetRequiredService<TimeProvider>());
    }

    private static HttpCalls Calls(ConnectorHttp http)
        => http.For(new HttpCallRules("Test", new Redactor(), answer => HttpFaults.FromStatus("Test", answer, new Redactor())));

    private static HttpCall Read(ScriptedHttpServer server)
        => new("read it", () => new HttpRequestMessage(HttpMethod.Get, server.Url), TimeSpan.FromSeconds(30), CallEffect.None);

    private sealed class EndlessStream : MemoryStream
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(buffer.Length);
    }
}
