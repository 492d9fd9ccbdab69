using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Reelway.Connectors;

/// <summary>Sends the calls of one connection: time limit, size limit, repetition of reads, and answers or lost ones as faults.</summary>
internal sealed partial class HttpCalls
{
    // Signatures and tokens are refused from five minutes on; a slow answer or a busy machine never makes one.
    private static readonly TimeSpan ToleratedSkew = TimeSpan.FromMinutes(2);

    private readonly HttpMessageInvoker _invoker;
    private readonly HttpCallRules _rules;
    private readonly ConnectionWatch _watch;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly ResiliencePipeline<HttpAnswer> _reads;
    private int _skewIsTold;

    public HttpCalls(HttpMessageInvoker invoker, HttpCallRules rules, ConnectionWatch watch, TimeProvider clock, ILogger log)
    {
        _invoker = invoker;
        _rules = rules;
        _watch = watch;
        _clock = clock;
        _log = log;
        _reads = Repetition();
    }

    /// <summary>The answer of a call that succeeded.</summary>
    /// <exception cref="ConnectorException">It did not; a read was then tried again already.</exception>
    public async Task<HttpAnswer> SendAsync(HttpCall call, CancellationToken cancellation)
    {
        try
        {
            var answer = call.IsRead
                ? await _reads.ExecuteAsync(
                    static async (state, token) => await state.Self.SendOnceAsync(state.Call, token),
                    (Self: this, Call: call), cancellation)
                : await SendOnceAsync(call, cancellation);
            if (call.NeedsLogin)
            {
                Tell(null);
            }

            return answer;
        }
        catch (ConnectorException fault)
        {
            Tell(fault);
            throw;
        }
    }

    private void Tell(ConnectorException? fault)
    {
        if (_rules.Connection is { } connection)
        {
            _watch.Ended(connection, fault);
        }
    }

    private async Task<HttpAnswer> SendOnceAsync(HttpCall call, CancellationToken cancellation)
    {
        var began = _clock.GetTimestamp();
        using var limit = new CancellationTokenSource(call.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        using var request = call.Request();
        var sent = call.IsRead ? null : new SentContent(request.Content);
        request.Content = sent ?? request.Content;

        HttpAnswer answer;
        try
        {
            using var response = await _invoker.SendAsync(request, either.Token);
            var body = await AnswerBody.ReadAsync(response, _rules.MaxAnswerBytes, either.Token);
            answer = new HttpAnswer(call, response, body, _clock.GetUtcNow());
        }
        catch (Exception exception)
        {
            var cancelled = exception is OperationCanceledException && cancellation.IsCancellationRequested;
            if (cancelled && (call.Effect != CallEffect.Once || sent is not { Begun: true }))
            {
                throw;
            }

            var lost = new LostAnswer(call, sent, exception, TimedOut: limit.IsCancellationRequested, cancelled);
            throw Logged(lost.ToFault(_rules), began);
        }

        NoticeClock(answer);
        if (_rules.FaultOf(answer) is { } fault)
        {
            throw Logged(fault, began);
        }

        _log.CallSucceeded(_rules.Redactor.Clean(call.What), (int)answer.Status, _clock.GetElapsedTime(began).TotalMilliseconds);
        return answer;
    }

    // Told once until it is right again: every call sees it.
    private void NoticeClock(HttpAnswer answer)
    {
        var isOff = answer.ClockSkew?.Duration() > ToleratedSkew;
        if (Interlocked.Exchange(ref _skewIsTold, isOff ? 1 : 0) == 0 && isOff)
        {
            _log.ClocksDiffer(_rules.Connector, answer.ClockSkew!.Value.TotalSeconds);
        }
    }

    private ConnectorException Logged(ConnectorException fault, long began)
    {
        _log.CallFailed(fault.Message, fault.Kind, fault.OutcomeUnknown, _clock.GetElapsedTime(began).TotalMilliseconds);
        return fault;
    }

    // Only what costs less than a durable repetition by the engine: a wait that the remote named is left to the engine.
    private ResiliencePipeline<HttpAnswer> Repetition()
    {
        var builder = new ResiliencePipelineBuilder<HttpAnswer> { TimeProvider = _clock };
        if (_rules.ReadAttempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions<HttpAnswer>
            {
                MaxRetryAttempts = _rules.ReadAttempts - 1,
                Delay = _rules.ReadRetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder<HttpAnswer>().Handle<ConnectorException>(
                    fault => fault is { Kind: CallFault.Transient, RetryAfter: null }),
            });
        }

        return builder.Build();
    }
}
