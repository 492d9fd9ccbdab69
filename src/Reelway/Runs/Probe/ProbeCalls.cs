using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Reelway.Connectors;
using Reelway.Engine;
using Reelway.Frame.Configuration;

namespace Reelway.Runs.Probe;

/// <summary>The probe's calls: to this machine, and beyond it only where the settings allow.</summary>
internal sealed class ProbeCalls(ProbeOptions options, UrlsOptions urls, TimeProvider clock) : IDisposable
{
    private const int LongestReason = 200;

    private readonly UserUrls _urls = new(AddressRules.ThisMachineAnd([.. options.Hosts, .. urls.Allow]));

    /// <summary>Tells of a step, and succeeds when the answer is 2xx.</summary>
    /// <exception cref="FaultException">It was refused, or nobody answered.</exception>
    public async Task PostAsync(Uri url, ProbeHit hit, CancellationToken cancellation)
    {
        // Of known length: what a diagnostic is pointed at is often a few lines of script that know no chunks.
        var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(hit, JsonSerializerOptions.Web));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = body };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", hit.Key);
        using var limit = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            using var answer = await _urls.SendAsync(request, either.Token);
            if (!answer.IsSuccessStatusCode)
            {
                throw new FaultException(new Fault(KindOf(answer.StatusCode), $"{url} answered {(int)answer.StatusCode} ({answer.StatusCode})."));
            }
        }
        catch (HttpRequestException failure) when (failure.GetBaseException() is AddressRefusedException refused)
        {
            throw FaultException.Permanent(
                $"The probe may call this machine only, and {refused.Host} is {string.Join(", ", refused.Addresses)}. Allow it with probe.hosts.", failure);
        }
        catch (HttpRequestException failure)
        {
            throw new FaultException(new Fault(FaultKind.Transient, $"{url} can't be reached: {Shortened(failure.GetBaseException().Message)}"), failure);
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new FaultException(new Fault(FaultKind.Transient, $"{url} did not answer in {options.Timeout.TotalSeconds:0.#} s."), failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _urls.Dispose();

    private static FaultKind KindOf(HttpStatusCode status) => (int)status is >= 500 or 408 or 425 or 429 ? FaultKind.Transient : FaultKind.Permanent;

    private static string Shortened(string text) => text.Length <= LongestReason ? text : text[..LongestReason] + "…";
}
