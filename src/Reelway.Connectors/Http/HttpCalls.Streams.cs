using System.Net;
using Reelway.Configuration;

namespace Reelway.Connectors;

/// <summary>Answers that are too large to hold are read as they come.</summary>
internal sealed partial class HttpCalls
{
    private const int MostRedirects = 5;

    /// <summary>Begins to read the answer of a call that succeeds. Redirects are followed, as stores have them; what the request carries stays with its own host.</summary>
    /// <param name="call">A read; its time limit is that of the headers, and of each standstill afterwards.</param>
    /// <exception cref="ConnectorException">It did not succeed.</exception>
    public async Task<AnswerStream> OpenAsync(HttpCall call, CancellationToken cancellation)
    {
        var began = _clock.GetTimestamp();
        Uri? target = null;
        for (var redirects = 0; ; redirects++)
        {
            using var request = call.Request();
            target = Aim(request, target);
            var response = await HeadersAsync(call, request, began, cancellation);
            if (response.IsSuccessStatusCode)
            {
                Tell(call.NeedsLogin, null);
                _log.CallSucceeded(_rules.Redactor.Clean(call.What), (int)response.StatusCode, _clock.GetElapsedTime(began).TotalMilliseconds);
                return new AnswerStream(call, response, _rules, _clock);
            }

            if (redirects < MostRedirects && Redirect(response, target) is { } next)
            {
                response.Dispose();
                target = next;
                continue;
            }

            using (response)
            {
                throw Told(call, Logged(await RefusalAsync(call, response, cancellation), began));
            }
        }
    }

    private static Uri Aim(HttpRequestMessage request, Uri? target)
    {
        if (target is null)
        {
            return request.RequestUri!;
        }

        if (!IsSameHost(request.RequestUri!, target))
        {
            request.Headers.Clear();
        }

        request.RequestUri = target;
        return target;
    }

    // What a store is sent to is public or of the same host; nothing else is followed.
    private static Uri? Redirect(HttpResponseMessage response, Uri from)
        => response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect && response.Headers.Location is { } location
            && new Uri(from, location) is var target && (WebAddressAttribute.IsSafe(target) || IsSameHost(from, target))
            ? target
            : null;

    private static bool IsSameHost(Uri one, Uri other)
        => Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private async Task<HttpResponseMessage> HeadersAsync(HttpCall call, HttpRequestMessage request, long began, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(call.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return await _invoker.SendAsync(request, either.Token);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            var lost = new LostAnswer(call, Sent: null, exception, TimedOut: limit.IsCancellationRequested, Cancelled: false);
            throw Told(call, Logged(lost.ToFault(_rules), began));
        }
    }

    private async Task<ConnectorException> RefusalAsync(HttpCall call, HttpResponseMessage response, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(call.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            var answer = new HttpAnswer(call, response, await AnswerBody.ReadAsync(response, _rules.MaxAnswerBytes, either.Token), _clock.GetUtcNow());
            return _rules.FaultOf(answer) ?? HttpFaults.FromStatus(_rules.Connector, answer, _rules.Redactor)!;
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            return new LostAnswer(call, Sent: null, exception, TimedOut: limit.IsCancellationRequested, Cancelled: false).ToFault(_rules);
        }
    }

    private ConnectorException Told(HttpCall call, ConnectorException fault)
    {
        Tell(call.NeedsLogin, fault);
        return fault;
    }

    private void Tell(bool needsLogin, ConnectorException? fault)
    {
        if (fault is not null || needsLogin)
        {
            Tell(fault);
        }
    }
}
