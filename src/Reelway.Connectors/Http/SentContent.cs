using System.Net;

namespace Reelway.Connectors;

/// <summary>A request's body that remembers whether its sending has begun: only from then on can a call have had an effect.</summary>
/// <remarks>
/// The runtime begins with the body once a connection stands, and repeats a request by itself on a connection that the
/// server had closed only as long as no body was begun. So a write gets a body in any case, an empty one if need be.
/// </remarks>
internal sealed class SentContent : HttpContent
{
    private readonly HttpContent? _inner;
    private int _begun;

    public SentContent(HttpContent? inner)
    {
        _inner = inner;
        foreach (var header in inner?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    public bool Begun => Volatile.Read(ref _begun) != 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _begun, 1);
        return _inner?.CopyToAsync(stream, context, cancellationToken) ?? Task.CompletedTask;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner is null ? 0 : _inner.Headers.ContentLength ?? -1;
        return length >= 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner?.Dispose();
        }

        base.Dispose(disposing);
    }
}
