namespace Reelway.Storage;

/// <summary>Makes 64-bit ids that sort by time: 41 bits of milliseconds since 2020, 10 bits of node, 12 bits of sequence.</summary>
/// <param name="clock">The clock. When it goes backwards, ids go on from the last one.</param>
/// <param name="node">0 to 1023; unique among the processes that share a database.</param>
public sealed class IdGenerator(TimeProvider clock, int node = 0)
{
    private const int NodeBits = 10, SequenceBits = 12;
    private static readonly long Epoch = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private readonly Lock _gate = new();
    private long _node = Checked(node);

    private long _lastMs;
    private long _sequence;

    /// <summary>Goes on with another node: this process's place among those that share the database has changed.</summary>
    public void MoveTo(int node)
    {
        lock (_gate)
        {
            _node = Checked(node);
        }
    }

    /// <summary>Makes every id from now on greater than one that exists.</summary>
    public void GoOnAfter(long id)
    {
        lock (_gate)
        {
            var ms = id >> (NodeBits + SequenceBits);
            if (ms >= _lastMs)
            {
                (_lastMs, _sequence) = (ms + 1, 0);
            }
        }
    }

    /// <summary>The least id of a time: those before it are of ids that are older.</summary>
    public static long FirstAt(DateTimeOffset time) => Math.Max(0, time.ToUnixTimeMilliseconds() - Epoch) << (NodeBits + SequenceBits);

    /// <summary>The next id, greater than every earlier one of this generator, as long as its node stays.</summary>
    public long Next()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds() - Epoch;
            if (now > _lastMs)
            {
                (_lastMs, _sequence) = (now, 0);
            }
            else if (++_sequence >= 1 << SequenceBits)
            {
                // More than 4096 in a millisecond, or a clock that went back: borrow from the next one.
                (_lastMs, _sequence) = (_lastMs + 1, 0);
            }

            return (_lastMs << (NodeBits + SequenceBits)) | (_node << SequenceBits) | _sequence;
        }
    }

    private static int Checked(int node)
        => node is >= 0 and < 1 << NodeBits ? node : throw new ArgumentOutOfRangeException(nameof(node), node, "A node is 0 to 1023.");
}
