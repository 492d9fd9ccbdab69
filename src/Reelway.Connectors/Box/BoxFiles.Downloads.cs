using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Reelway.Connectors.Box;

/// <content>Files come down as streams; a lost connection goes on where it was.</content>
public sealed partial class BoxFiles
{
    private const int BufferBytes = 128 * 1024;
    private const int MostRedirects = 5;

    // Connections in a row that brought not a single byte; then the attempt is given up.
    private const int MostStandstills = 3;

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(250);

    /// <summary>Brings the content of a file. Size and SHA-1 are checked, and what is wrong is taken away again.</summary>
    /// <param name="to">
    /// Can be sought; what it throws comes through. Where it can be read, what it holds already is taken for the beginning of the content, so that a download that was cut off goes on.
    /// </param>
    public async Task DownloadAsync(BoxFile file, Stream to, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(to);
        using var sha1 = BoxDigest.Begin();
        await TakeUpAsync(file, to, sha1, cancellation);
        for (var standstills = 0; to.Position < file.Size;)
        {
            var before = to.Position;
            try
            {
                await ReadOnAsync(file, to, sha1, progress, cancellation);
            }
            catch (ConnectorException fault) when (fault is { Kind: CallFault.Transient, RetryAfter: null })
            {
                standstills = to.Position > before ? 0 : standstills + 1;
                if (standstills >= MostStandstills)
                {
                    throw;
                }

                _client.Log.BoxDownloadGoesOn(file.Name, to.Position, fault.Message);
                await Task.Delay(Breath * (standstills + 1), _client.Clock, cancellation);
            }
        }

        var hash = Convert.ToHexStringLower(sha1.GetHashAndReset());
        if (to.Position > file.Size || !hash.Equals(file.Sha1, StringComparison.OrdinalIgnoreCase))
        {
            to.SetLength(0);
            throw _client.Faults.Own(
                CallFault.Transient, $"could not download {file.Name}: what came ({hash}) is not what Box says it has ({file.Sha1}, {file.Size} bytes); it is tried again");
        }

        progress?.Report(1);
    }

    private static async Task TakeUpAsync(BoxFile file, Stream to, IncrementalHash sha1, CancellationToken cancellation)
    {
        if (to.Length > file.Size || !to.CanRead)
        {
            to.SetLength(0);
        }

        to.Position = 0;
        if (to.Length == 0)
        {
            return;
        }

        var buffer = new byte[BufferBytes];
        int count;
        while ((count = await to.ReadAsync(buffer, cancellation)) > 0)
        {
            sha1.AppendData(buffer, 0, count);
        }
    }

    private async Task ReadOnAsync(BoxFile file, Stream to, IncrementalHash sha1, IProgress<double>? progress, CancellationToken cancellation)
    {
        var what = $"download {file.Name} ({file.Id})";
        using var answer = await OpenAsync(what, file, to.Position, cancellation);
        if (to.Position > 0 && answer.Content.Headers.ContentRange?.From != to.Position)
        {
            // Ranges are not known there: it begins at the beginning.
            to.SetLength(0);
            to.Position = 0;
            sha1.GetHashAndReset();
        }

        using var limit = new CancellationTokenSource(_options.CallTimeout, _client.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        var buffer = new byte[BufferBytes];
        await using var source = await answer.Content.ReadAsStreamAsync(cancellation);
        while (to.Position <= file.Size)
        {
            int count;
            try
            {
                limit.CancelAfter(_options.CallTimeout);
                count = await source.ReadAsync(buffer, either.Token);
            }
            catch (Exception problem) when (!cancellation.IsCancellationRequested && problem is IOException or HttpRequestException or OperationCanceledException)
            {
                throw Lost(what, problem);
            }

            if (count == 0)
            {
                break;
            }

            sha1.AppendData(buffer, 0, count);
            await to.WriteAsync(buffer.AsMemory(0, count), cancellation);
            progress?.Report((double)to.Position / file.Size);
        }

        if (to.Position < file.Size)
        {
            throw Lost(what, new IOException("the connection ended too early"));
        }
    }

    /// <summary>The content from a place on. Box sends elsewhere for it, and the token does not go there.</summary>
    private async Task<HttpResponseMessage> OpenAsync(string what, BoxFile file, long from, CancellationToken cancellation)
    {
        var url = _client.Api($"files/{Uri.EscapeDataString(file.Id)}/content{(file.VersionId is { } version ? $"?version={Uri.EscapeDataString(version)}" : "")}");
        var token = await _client.TokenAsync(cancellation);
        for (var (redirects, isRenewed) = (0, false); ;)
        {
            var answer = await GetAsync(what, url, redirects == 0 ? token : null, from, cancellation);
            if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent)
            {
                return answer;
            }

            using (answer)
            {
                if (answer.StatusCode == HttpStatusCode.Unauthorized && redirects == 0 && !isRenewed)
                {
                    (token, isRenewed) = (await _client.RenewAsync(token, cancellation), true);
                }
                else if ((int)answer.StatusCode is 301 or 302 or 303 or 307 or 308 && answer.Headers.Location is { } location && redirects++ < MostRedirects)
                {
                    url = new Uri(url, location);
                    if (!Configuration.WebAddressAttribute.IsSafe(url))
                    {
                        throw _client.Faults.Own(CallFault.Permanent, $"could not {what}: Box sends to {url.Scheme}://{url.Authority}, which is not an https address");
                    }
                }
                else
                {
                    throw await FaultAsync(what, answer, cancellation);
                }
            }
        }
    }

    private async Task<HttpResponseMessage> GetAsync(string what, Uri url, string? token, long from, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (token is not null)
        {
            _client.Sign(request, token);
        }

        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
        }

        try
        {
            return await _client.Transfers.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (Exception problem) when (!cancellation.IsCancellationRequested && problem is IOException or HttpRequestException or OperationCanceledException)
        {
            throw Lost(what, problem);
        }
    }

    private async Task<ConnectorException> FaultAsync(string what, HttpResponseMessage response, CancellationToken cancellation)
    {
        var call = new BoxCall(what, static () => new HttpRequestMessage(), _options.CallTimeout, CallEffect.None);
        try
        {
            var answer = new HttpAnswer(call, response, await AnswerBody.ReadAsync(response, 64 * 1024, cancellation), _client.Clock.GetUtcNow());
            return response.StatusCode == HttpStatusCode.Accepted
                ? new ConnectorException(BoxConnector.Name, CallFault.RateLimited, $"could not {what}: Box is not ready to hand it out; it is tried again after the wait")
                {
                    RemoteCode = BoxCodes.NotReady,
                    RetryAfter = answer.RetryAfter() ?? UsualWait,
                }
                : _client.Faults.Of(answer) ?? _client.Faults.Malformed(answer);
        }
        catch (Exception problem) when (!cancellation.IsCancellationRequested && problem is IOException or HttpRequestException or OperationCanceledException or AnswerTooLongException)
        {
            return Lost(what, problem);
        }
    }

    private ConnectorException Lost(string what, Exception problem) => _client.Faults.Own(
        CallFault.Transient,
        problem is OperationCanceledException
            ? $"could not {what}: nothing came within {_options.CallTimeout.TotalSeconds:0.###} s; it is tried again"
            : $"could not {what}: the connection was lost ({problem.GetBaseException().Message}); it is tried again",
        cause: problem);
}
