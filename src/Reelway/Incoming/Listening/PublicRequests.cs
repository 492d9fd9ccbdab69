using System.Globalization;
using System.Net;
using Reelway.Frame.Public;
using Reelway.Frame.Web;
using Reelway.Incoming.Links;
using Reelway.Incoming.Verifiers;

namespace Reelway.Incoming.Listening;

/// <summary>Answers what comes in at the public listener: what is declared, and nothing else.</summary>
internal sealed class PublicRequests(PublicPaths paths, IncomingRequests incoming, LinkRequests links, RefusalLimit limit, RefusalBook refusals, IncomingOptions options, ServerOptions server, ILogger<PublicRequests> log)
{
    private readonly Dictionary<string, PublicPath> _paths = paths.All.ToDictionary(path => path.Path, path => Checked(path, options), StringComparer.Ordinal);
    private readonly LinkPath[] _links = [.. paths.All.OfType<LinkPath>()];
    private readonly IReadOnlyList<IPNetwork> _proxies = server.ProxyNetworks;

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        var caller = ClientAddress.Of(http.Connection.RemoteIpAddress, http.Request.Headers["X-Forwarded-For"], _proxies);
        var request = new PublicRequest(http, ClientAddress.Bucket(caller), caller?.ToString() ?? "");
        try
        {
            var answer = await AnswerAsync(request);
            if (answer is not null)
            {
                await WriteAsync(request, answer);
            }
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked is gone, and with them everything that could be said. What was stored stays, and is found when they send it again.
            http.Abort();
        }
        catch (Exception failure)
        {
            // By its name: behind the path of a link stands what opens it.
            log.RequestFailed(failure, Find(http)?.Name ?? "no path that there is");
            await WriteAsync(request, new PublicAnswer(StatusCodes.Status500InternalServerError, "Something went wrong here; send it again later."));
        }
    }

    private static PublicPath Checked(PublicPath path, IncomingOptions options)
        => path is IncomingPath incoming && !options.ValidateSignatures ? incoming with { Verifier = new UncheckedVerifier(incoming.Verifier) } : path;

    // Null when what is declared has answered itself.
    private async Task<PublicAnswer?> AnswerAsync(PublicRequest request)
    {
        var path = Find(request.Http);
        var answer = path switch
        {
            IncomingPath receiver => await incoming.AnswerAsync(receiver, request),
            LinkPath link when request.Http.Request.Path.Value!.Length > link.Path.Length => await links.AnswerAsync(link, request),
            CallbackPath callback => await links.AnswerAsync(callback, request),
            _ => PublicAnswer.NotFound,
        };
        return answer is null || path is null ? answer : answer with { Receiver = path.Name };
    }

    private PublicPath? Find(HttpContext http)
    {
        var asked = http.Request.Path.Value ?? "";
        return _paths.GetValueOrDefault(asked) ?? _links.FirstOrDefault(link => asked.StartsWith(link.Path + "/", StringComparison.Ordinal));
    }

    private async Task WriteAsync(PublicRequest request, PublicAnswer answer)
    {
        var response = request.Http.Response;
        if (answer.Status is >= 400 and < 500)
        {
            refusals.Note(request.Bucket, answer.Receiver, answer.Status, answer.Text);
        }

        // What is refused counts against the address, and beyond so many it hears nothing more than that.
        if (answer.IsRefusal && limit.Add(request.Bucket) is { } patience)
        {
            answer = PublicAnswer.TooMany(patience) with { Closes = answer.Closes };
        }

        if (response.HasStarted)
        {
            return;
        }

        response.StatusCode = answer.Status;
        if (answer.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (answer.Closes)
        {
            // What is left of the body is not waited for.
            response.Headers.Connection = "close";
        }

        await answer.WriteAsync(response);
    }
}

/// <summary>A request at the public listener.</summary>
/// <param name="Bucket">How its caller is counted.</param>
/// <param name="Address">Its caller, for the log.</param>
internal sealed record PublicRequest(HttpContext Http, string Bucket, string Address);
