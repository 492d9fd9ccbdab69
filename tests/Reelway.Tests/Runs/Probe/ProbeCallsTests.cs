using System.Net;
using Reelway.Contracts.Connectors;
using Reelway.Engine;
using Reelway.Runs.Probe;

namespace Reelway.Tests.Runs.Probe;

public sealed class ProbeCallsTests
{
    private static readonly ProbeHit Hit = new("run_0", 1, "run_0/hit-1/0", 1, "w/1", 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.200.3.4", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("169.254.169.254", false)]
    public void Only_addresses_of_this_machine_are_loopback(string address, bool loopback)
        => Assert.Equal(loopback, ProbeCalls.IsLoopback(IPAddress.Parse(address)));

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var target = new ScriptedHttpServer();
        target.AnswerNext(ScriptedAnswer.Empty(307).With(("Location", "http://192.0.2.7/")));
        using var calls = new ProbeCalls(new ProbeOptions());

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
        using var calls = new ProbeCalls(new ProbeOptions { Timeout = TimeSpan.FromMilliseconds(500) });

        var lost = await Assert.ThrowsAsync<FaultException>(() => calls.PostAsync(target.Url, Hit, Cancellation));

        Assert.Equal(FaultKind.Transient, lost.Fault.Kind);
    }
}
