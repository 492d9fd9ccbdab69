namespace Reelway.Talks;

/// <summary>Where the people of a recipient are reached, now that their cells may have been corrected.</summary>
/// <remarks>The recipients stand in the journal with the addresses of that time. A new address belongs to one of those that have gone, so that nobody is mailed twice.</remarks>
internal static class CurrentAddresses
{
    /// <summary>The addresses that a recipient's step has to mail; none when there is none left for it.</summary>
    /// <param name="all">The recipients of the journal.</param>
    /// <param name="readers">The recipient's people, as the sheet has them now.</param>
    public static IReadOnlyList<string> Of(Recipient recipient, IReadOnlyList<Recipient> all, IReadOnlyList<Speaker> readers)
    {
        List<string> now = [.. readers.SelectMany(reader => reader.Mails).Distinct(StringComparer.OrdinalIgnoreCase)];
        bool Stands(Recipient other) => other.Address is { } address && now.Contains(address, StringComparer.OrdinalIgnoreCase);
        if (Stands(recipient))
        {
            return [recipient.Address!];
        }

        if (now.Count == 0)
        {
            return recipient.Address is { } last ? [last] : [];
        }

        List<string> added = [.. now.Where(address => !all.Any(other => string.Equals(other.Address, address, StringComparison.OrdinalIgnoreCase)))];
        var gone = all.Where(other => !Stands(other) && other.Names.Intersect(recipient.Names).Any()).ToList();
        if (added.Count < gone.Count)
        {
            // Whoever had no address was never mailed, the others may have been.
            gone = [.. gone.OrderBy(other => other.Address is not null)];
        }

        var own = gone.FindIndex(other => other.Step == recipient.Step);
        return own == gone.Count - 1 ? [.. added.Skip(own)] : [.. added.Skip(own).Take(1)];
    }
}
