using Reelway.Contracts.Connectors;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Runs.Probe;

namespace Reelway.Tests.Runs.Probe;

public sealed class ProbeCallsTests
{
    private static readonly ProbeHit Hit = new("run_0", 1, "run_0/hit-1/0", 1, "w/1", 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("urls", "0.0.0.0")]
    [InlineData("urls", "0.0.0.0/8")]
    [InlineData("probe", "0.0.0.0/8")]
    [InlineData("none", "")]
    public async Task Beyond_loopback_only_what_is_allowed_is_called(string where, string entry)
    {
        await using var target = new ScriptedHttpServer { Otherwise = _ => ScriptedAnswer.Empty(204) };
        using var calls = new ProbeCalls(
            new ProbeOptions { Hosts = where == "probe" ? [entry] : [] }, new UrlsOptions { Allow = where == "urls" ? [entry] : [] }, TimeProvider.System);
        // Leads to this machine on Linux, and is no loopback address.
        var url = new UriBuilder(target.Url) { Host = "0.0.0.0" }.Uri;

        if (where == "none")
        {
            var refused = await Assert.ThrowsAsync<FaultException>(() => calls.PostAsync(url, Hit, Cancellation));
            Assert.Equal((FaultKind.Permanent, 0), (refused.Fault.Kind, target.Received.Count));
        }
        else
        {
            await calls.PostAsync(url, Hit, Cancellation);
            Assert.Single(target.Received);
        }
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var target = new ScriptedHttpServer();
        target.AnswerNext(ScriptedAnswer.Empty(307).With(("Location", "http://192.0.2.7/")));
        using var calls = new ProbeCalls(new ProbeOptions(), new UrlsOptions(), TimeProvider.System);

        var refused = await Assert.ThrowsAsync<FaultException>(() => calls.PostAsync(target.Url, Hit, Cancellation));

        Assert.Equal(FaultKind.Permanent, refused.Fault.Kind);
        Assert.Contains("answered 307", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Misbehaviour.Close)]
    [InlineData(Misbehaviour.Reset)]
    [InlineData(Misbehaviour.Silence)]
    public async Task A_call_without_answer_is_tried_again(Misbehaviour misbehaviour)
    {
        await using var target = new ScriptedHttpServer { Otherwise = _ => ScriptedAnswer.Never(misbehaviour) };
        using var calls = new ProbeCalls(new ProbeOptions { Timeout = TimeSpan.FromMilliseconds(500) }, new UrlsOptions(), TimeProvider.System);

        var lost = await Assert.ThrowsAsync<FaultException>(() => calls.PostAsync(target.Url, Hit, Cancellation));

        Assert.Equal(FaultKind.Transient, lost.Fault.Kind);
    }
}
