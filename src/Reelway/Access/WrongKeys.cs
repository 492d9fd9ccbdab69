using System.Security.Cryptography;
using System.Text;

namespace Reelway.Access;

/// <summary>
/// Keeps guessing slow, whichever way a key comes: after so many different wrong keys an address waits for the rest of a minute, and the log has
/// a line for the first of them and one for all others together.
/// </summary>
/// <remarks>A client that sends the same old key again and again guesses nothing: it is refused, and keeps nobody else at its address out.</remarks>
internal sealed class WrongKeys(TimeProvider time, ILogger<WrongKeys> log) : IDisposable
{
    /// <summary>Different keys that one address may try in a <see cref="Window"/>.</summary>
    public const int GuessesPerWindow = 10;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // So many addresses at once are an attack by many machines. Those beyond share one count, so that they fill neither memory nor log.
    private const int MostAddresses = 10_000;
    private const int MostLines = 10;
    private const string Others = "other addresses";

    private readonly Dictionary<string, Tries> _tries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _untold = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private ITimer? _summary;
    private int _lines;

    // Before its window is over, nobody makes room, and not all need be looked through for every wrong key.
    private long? _oldest;
    private long _untoldKeys;

    /// <summary>How long an address has to wait before its next key is looked at; null when it has not.</summary>
    public TimeSpan? Wait(HttpContext context)
    {
        lock (_gate)
        {
            var isKnown = _tries.TryGetValue(AddressBucket.Of(context), out var tries) || (_tries.Count >= MostAddresses && _tries.TryGetValue(Others, out tries));
            return isKnown && tries!.Keys.Count >= GuessesPerWindow && Left(tries) is var left && left > TimeSpan.Zero
                ? left
                : null;
        }
    }

    /// <summary>Notes that a key was wrong.</summary>
    public void Add(HttpContext context, string key)
    {
        var digest = BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        lock (_gate)
        {
            var name = AddressBucket.Of(context);
            if (!_tries.TryGetValue(name, out var tries) || Left(tries) <= TimeSpan.Zero)
            {
                name = MakeRoom(name);
                tries = _tries.TryGetValue(name, out var shared) && Left(shared) > TimeSpan.Zero ? shared : _tries[name] = new Tries(time.GetTimestamp());
            }

            tries.Keys.Add(digest);
            Tell(name, tries);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _summary?.Dispose();
            _summary = null;
        }
    }

    private TimeSpan Left(Tries tries) => Left(tries.Since);

    private TimeSpan Left(long since) => Window - time.GetElapsedTime(since);

    private string MakeRoom(string name)
    {
        if (_tries.Count < MostAddresses)
        {
            return name;
        }

        if (_oldest is { } oldest && Left(oldest) > TimeSpan.Zero)
        {
            return Others;
        }

        foreach (var past in _tries.Where(each => Left(each.Value) <= TimeSpan.Zero).Select(each => each.Key).ToList())
        {
            _tries.Remove(past);
        }

        _oldest = _tries.Values.Min(each => (long?)each.Since);
        return _tries.Count < MostAddresses ? name : Others;
    }

    private void Tell(string name, Tries tries)
    {
        _summary ??= time.CreateTimer(_ => Summarise(), null, Window, Timeout.InfiniteTimeSpan);
        if (!tries.IsTold && _lines < MostLines)
        {
            _lines++;
            tries.IsTold = true;
            log.WrongKey(name);
            return;
        }

        _untoldKeys++;
        if (_untold.Count < MostAddresses)
        {
            _untold.Add(name);
        }
    }

    private void Summarise()
    {
        lock (_gate)
        {
            if (_untoldKeys > 0)
            {
                log.MoreWrongKeys(_untoldKeys, _untold.Count, _untold.Count == 1 ? _untold.First() : "several");
            }

            _summary?.Dispose();
            _summary = null;
            (_lines, _untoldKeys) = (0, 0);
            _untold.Clear();
        }
    }

    private sealed class Tries(long since)
    {
        public long Since { get; } = since;

        public HashSet<ulong> Keys { get; } = [];

        public bool IsTold { get; set; }
    }
}
