namespace Reelway.Scaling.Names;

/// <summary>
/// Which part of a name is which token: the assignment with the least that is wrong. Parts and tokens keep their order, so the best one is found in a table,
/// as between two texts.
/// </summary>
internal sealed class NameAlignment
{
    // A part that is not there, or one too many, is worse than one that says something else.
    private const int Missing = 4;

    private const int Surplus = 4;

    private const int EmptySurplus = 1;

    private const int Wrong = 3;

    private const int NearlyRight = 2;

    private const int OtherSeparator = 1;

    private readonly IReadOnlyList<NameElement> _elements;

    private readonly IReadOnlyList<NamePart> _parts;

    // The least cost from an element and a part on to the end, and in how many ways it comes to nothing (2 stands for more).
    private readonly int[,] _cost;

    private readonly int[,] _ways;

    private NameAlignment(IReadOnlyList<NameElement> elements, IReadOnlyList<NamePart> parts)
    {
        (_elements, _parts) = (elements, parts);
        _cost = new int[elements.Count + 1, parts.Count + 1];
        _ways = new int[elements.Count + 1, parts.Count + 1];
        for (var i = elements.Count; i >= 0; i--)
        {
            for (var j = parts.Count; j >= 0; j--)
            {
                Weigh(i, j);
            }
        }
    }

    /// <summary>Pairs of a token and its part, in order: a token without part is missing, a part without token is one too many.</summary>
    /// <param name="isAmbiguous">True when several assignments have nothing wrong with them.</param>
    public static IReadOnlyList<(NameElement? Element, NamePart? Part)> Of(IReadOnlyList<NameElement> elements, IReadOnlyList<NamePart> parts, out bool isAmbiguous)
    {
        // The tracking id stands at one end, where it was put when the master went out: whatever else is wrong, it is found there.
        var first = elements[0].Token.Name == NameTokens.TrackingId;
        var idPart = parts[first ? 0 : ^1];
        if (elements.Count > 1 && elements[first ? 0 : ^1].Token.Read(idPart.Clean) is not null)
        {
            (NameElement?, NamePart?) id = (elements[first ? 0 : ^1], idPart);
            var others = new NameAlignment([.. first ? elements.Skip(1) : elements.SkipLast(1)], [.. first ? parts.Skip(1) : parts.SkipLast(1)]);
            isAmbiguous = others._ways[0, 0] > 1;
            return first ? [id, .. others.Pairs()] : [.. others.Pairs(), id];
        }

        var all = new NameAlignment(elements, parts);
        isAmbiguous = all._ways[0, 0] > 1;
        return [.. all.Pairs()];
    }

    /// <summary>True when the part stands beside the separator that the token asks for, or beside none.</summary>
    public static bool IsSeparated(NameElement element, NamePart part)
        => element.Separator.Length == 0 || (element.Leads ? part.After : part.Before) is var its && (its.Length == 0 || its == element.Separator);

    private void Weigh(int i, int j)
    {
        if (i == _elements.Count && j == _parts.Count)
        {
            _ways[i, j] = 1;
            return;
        }

        var (together, without, surplus) = Choices(i, j);
        _cost[i, j] = Math.Min(together, Math.Min(without, surplus));
        _ways[i, j] = Math.Min(2, (together == 0 ? _ways[i + 1, j + 1] : 0) + (without == 0 ? _ways[i + 1, j] : 0));
    }

    private (int Together, int Without, int Surplus) Choices(int i, int j)
    {
        const int Never = int.MaxValue;
        var element = i < _elements.Count ? _elements[i] : null;
        var part = j < _parts.Count ? _parts[j] : null;
        return (
            element is null || part is null ? Never : _cost[i + 1, j + 1] + Price(element, part),
            element is null ? Never : _cost[i + 1, j] + (element.IsOptional ? 0 : Missing),
            part is null ? Never : _cost[i, j + 1] + (part.Clean.Length == 0 ? EmptySurplus : Surplus));
    }

    private static int Price(NameElement element, NamePart part)
        => (element.Token.Read(part.Clean) is not null ? 0 : part.Clean.Length == 0 ? Wrong : element.Token.Nearest(part.Clean) is not null ? NearlyRight : Wrong)
            + (IsSeparated(element, part) ? 0 : OtherSeparator);

    private IEnumerable<(NameElement?, NamePart?)> Pairs()
    {
        for (var (i, j) = (0, 0); i < _elements.Count || j < _parts.Count;)
        {
            var (together, without, _) = Choices(i, j);
            if (together == _cost[i, j])
            {
                yield return (_elements[i++], _parts[j++]);
            }
            else if (without == _cost[i, j])
            {
                yield return (_elements[i++], null);
            }
            else
            {
                yield return (null, _parts[j++]);
            }
        }
    }
}
