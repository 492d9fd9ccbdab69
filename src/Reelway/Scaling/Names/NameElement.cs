namespace Reelway.Scaling.Names;

/// <summary>A token at its place in a pattern.</summary>
/// <param name="Separator">What stands between it and its neighbour; empty for the first token that must be there.</param>
/// <param name="Leads">True for an optional token before the first one that must be there: its separator follows it. Otherwise it stands before it.</param>
internal sealed record NameElement(NameToken Token, bool IsOptional, string Separator, bool Leads)
{
    /// <summary>Parts with what separates them.</summary>
    public static string Join(IEnumerable<(NameElement Element, string Text)> parts)
    {
        var name = new System.Text.StringBuilder();
        NameElement? before = null;
        foreach (var (element, text) in parts)
        {
            if (before is not null)
            {
                name.Append(element.Separator.Length == 0 || element.Leads ? before.Separator : element.Separator);
            }

            name.Append(text);
            before = element;
        }

        return name.ToString();
    }
}
