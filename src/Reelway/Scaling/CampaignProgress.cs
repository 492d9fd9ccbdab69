namespace Reelway.Scaling;

/// <summary>How far a campaign's derivatives are: pure, from what is stored.</summary>
/// <param name="Expected">How many derivatives there are to be.</param>
/// <param name="Done">How many of them are imported.</param>
/// <param name="Missing">What is not there, each as a short text: <c>AB12CD spot.mp4: IT 16x9</c>.</param>
/// <param name="Blocking">Derivatives that have failed or are in work.</param>
internal sealed record CampaignProgress(int Expected, int Done, IReadOnlyList<string> Missing, IReadOnlyList<DerivativeRow> Blocking)
{
    private const int MostNamed = 3;

    /// <summary>True when all of it is there, and nothing stands in the way.</summary>
    public bool IsComplete => Expected > 0 && Done == Expected && Blocking.Count == 0;

    /// <summary>What it waits for; null when it waits for nothing.</summary>
    public string? Waits
    {
        get
        {
            if (Expected == 0)
            {
                return "It has no master that counts: nothing can come back.";
            }

            if (Done < Expected)
            {
                var named = string.Join(", ", Missing.Take(MostNamed));
                return $"Waiting for {Expected - Done} of {Expected}: {named}{(Missing.Count > MostNamed ? " and others" : "")}.";
            }

            var failed = Blocking.Count(one => one.State == DerivativeState.Failed);
            return Blocking.Count == 0 ? null
                : failed > 0 ? $"{failed} of what came back could not be imported: see {Blocking.First(one => one.State == DerivativeState.Failed).Name}."
                : $"{Blocking.Count} of what came back {(Blocking.Count == 1 ? "is" : "are")} in work.";
        }
    }

    /// <summary>Looks at what is stored.</summary>
    /// <param name="deliverables">What is to come for each master; empty: one derivative.</param>
    public static CampaignProgress Of(IReadOnlyList<MasterRow> masters, IReadOnlyList<DerivativeRow> derivatives, IReadOnlyList<Deliverable> deliverables)
    {
        var (done, missing) = (0, new List<string>());
        var active = masters.Where(master => master.State != MasterState.Withdrawn).ToList();
        foreach (var master in active)
        {
            var here = derivatives.Where(one => one.MasterId == master.Id && one.State == DerivativeState.Imported).ToList();
            var wanted = deliverables.Count == 0 ? [null] : deliverables.Select(one => (Deliverable?)one);
            foreach (var one in wanted)
            {
                if (here.Any(there => one is null || Fits(there, one)))
                {
                    done++;
                }
                else
                {
                    missing.Add($"{master.TrackingId} {master.Name}{(one is null ? "" : $": {one.Language} {one.Format}".TrimEnd())}");
                }
            }
        }

        var counting = active.Select(master => master.Id).ToHashSet();
        return new CampaignProgress(
            active.Count * Math.Max(1, deliverables.Count), done, missing,
            [.. derivatives.Where(one => one.State is DerivativeState.Working or DerivativeState.Failed && (one.MasterId is not { } id || counting.Contains(id)))]);
    }

    private static bool Fits(DerivativeRow there, Deliverable wanted)
        => string.Equals(there.Language, wanted.Language, StringComparison.OrdinalIgnoreCase) && (wanted.Format.Length == 0 || string.Equals(there.Format, wanted.Format, StringComparison.OrdinalIgnoreCase));
}
