namespace Reelway.Media;

/// <summary>Joins the progress of several parts, which may run side by side, to one share that never falls.</summary>
internal sealed class ProgressShares(Action<double> report)
{
    private readonly Lock _gate = new();
    private readonly List<(double Weight, double Done)> _parts = [];
    private double _reached;

    /// <summary>Adds a part; call for all of them before the first one begins.</summary>
    /// <param name="weight">Its cost, in the unit of the others.</param>
    /// <returns>What to call with its own share.</returns>
    public Action<double> Add(double weight)
    {
        _parts.Add((weight, 0));
        var part = _parts.Count - 1;
        return share => Take(part, share);
    }

    private void Take(int part, double share)
    {
        lock (_gate)
        {
            _parts[part] = (_parts[part].Weight, share);
            var whole = _parts.Sum(one => one.Weight * one.Done) / _parts.Sum(one => one.Weight);
            if (whole > _reached)
            {
                _reached = whole;
                report(whole);
            }
        }
    }
}
