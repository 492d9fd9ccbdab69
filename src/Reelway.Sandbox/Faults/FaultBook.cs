namespace Reelway.Sandbox.Faults;

/// <summary>The faults on order. They are tried in the order they came in; the first that matches is taken.</summary>
public sealed class FaultBook
{
    private const int LongestDelayMs = 600_000;
    private const int MostTimes = 1_000_000;

    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];
    private readonly IReadOnlyDictionary<string, SandboxResident> _systems;
    private int _lastId;

    internal FaultBook(IReadOnlyDictionary<string, SandboxResident> systems) => _systems = systems;

    /// <summary>What is still on order.</summary>
    public IReadOnlyList<OrderedFault> Ordered
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries.Select(entry => new OrderedFault(entry.Id, entry.Fault, entry.Passed, entry.Hits))];
            }
        }
    }

    /// <summary>Orders a fault.</summary>
    /// <exception cref="ArgumentException">The description makes no sense; the message says why in one sentence.</exception>
    public OrderedFault Add(SandboxFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (Refuse(fault) is { } reason)
        {
            throw new ArgumentException(reason);
        }

        lock (_lock)
        {
            var entry = new Entry(++_lastId, fault);
            _entries.Add(entry);
            return new OrderedFault(entry.Id, fault, 0, 0);
        }
    }

    /// <summary>Takes back all faults.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
        }
    }

    /// <summary>The fault for a request, counted as used; null when it may pass.</summary>
    internal SandboxFault? Take(
        string system, string method, IReadOnlyList<string> paths, IReadOnlyDictionary<string, string> parameters)
    {
        lock (_lock)
        {
            foreach (var entry in _entries)
            {
                if (entry.Fault.System != system || entry.Fault.Match?.Covers(method, paths, parameters) == false)
                {
                    continue;
                }

                if (entry.Passed < entry.Fault.Skip)
                {
                    entry.Passed++;
                    continue;
                }

                if (++entry.Hits == entry.Fault.Times)
                {
                    _entries.Remove(entry);
                }

                return entry.Fault;
            }
        }

        return null;
    }

    private string? Refuse(SandboxFault fault)
    {
        if (!_systems.TryGetValue(fault.System, out var system))
        {
            return $"There is no system \"{fault.System}\" in this sandbox; it has {string.Join(", ", _systems.Keys.Order(StringComparer.Ordinal))}.";
        }

        if (fault.Times is < 1 or > MostTimes)
        {
            return $"\"times\" must be 1 to {MostTimes}.";
        }

        if (fault.Skip is < 0 or > MostTimes)
        {
            return $"\"skip\" must be 0 to {MostTimes}.";
        }

        if (fault.Effect == FaultEffect.Delay && fault.DelayMs is not (>= 1 and <= LongestDelayMs))
        {
            return $"The effect \"delay\" needs \"delayMs\", 1 to {LongestDelayMs}.";
        }

        if (fault.Minutes is < 1 or > 60 * 24)
        {
            return "\"minutes\" must be 1 to 1440.";
        }

        return fault.Status is < 200 or > 599 ? "\"status\" must be 200 to 599."
            : !system.Effects.Contains(fault.Effect) ? $"The system \"{system.Name}\" knows no \"{fault.Effect.Name()}\"; use {Names(system.Effects)}."
            : system.Refuse(fault);
    }

    private static string Names(IEnumerable<FaultEffect> effects) => string.Join(", ", effects.Select(effect => $"\"{effect.Name()}\""));

    private sealed class Entry(int id, SandboxFault fault)
    {
        public int Id { get; } = id;

        public SandboxFault Fault { get; } = fault;

        public int Passed { get; set; }

        public int Hits { get; set; }
    }
}
