namespace Wrong.Talks;

// A capability that keeps the rules, for the others to break them with.
internal interface ITalk
{
    string Title { get; }
}

internal sealed record Talk(string Title) : ITalk;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class TalkAttribute : Attribute;

internal static class Speaks
{
    public static string Title() => new Talk("a").Title;
}
