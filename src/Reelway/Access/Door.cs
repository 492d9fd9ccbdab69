using System.Net;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>Whether this server is open to everybody on its machine: as long as it has no key and there is nobody who could sign in.</summary>
internal sealed class Door(KnownKeys keys, PersonStore people, TimeProvider time)
{
    // Somebody who was added at another server closes this one as soon.
    private static readonly TimeSpan Sight = TimeSpan.FromSeconds(1);

    // Nobody is ever removed, so that a closed door stays closed.
    private volatile bool _hasSomebody;
    private long? _seen;

    /// <summary>As it was when this request came in.</summary>
    public bool IsOpen => !keys.Required && !_hasSomebody;

    /// <summary>Looks whether whoever reaches this server needs neither key nor session.</summary>
    public async ValueTask<bool> LookAsync(CancellationToken cancellation)
    {
        if (IsOpen && (_seen is not { } seen || time.GetElapsedTime(seen) >= Sight))
        {
            _hasSomebody = await people.AnyAsync(cancellation);
            _seen = time.GetTimestamp();
        }

        return IsOpen;
    }

    /// <summary>There is somebody now.</summary>
    public void Close() => _hasSomebody = true;

    /// <summary>Looks before anything else does, and lets nobody in from elsewhere as long as it is open.</summary>
    public async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var local = context.Connection.LocalIpAddress;
        if (await LookAsync(context.RequestAborted) && local is not null && !IPAddress.IsLoopback(local.IsIPv4MappedToIPv6 ? local.MapToIPv4() : local))
        {
            await WebProblems.NotLoopback.With("This server has no server.api_key and nobody who can sign in, and therefore answers on loopback only.").ExecuteAsync(context);
            return;
        }

        await next(context);
    }
}
