namespace Reelway.Architecture.Tests;

/// <summary>How a rule is judged: it yields one sentence per breach.</summary>
internal static class Rule
{
    public static void Holds(IEnumerable<string> breaches)
    {
        var all = breaches.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, string.Join(Environment.NewLine, all));
    }
}
