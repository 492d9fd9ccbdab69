using Wrong.Talks;

namespace Wrong.Posts.Calendar;

// A capability that imports another one in every way that the rule has to see.
internal sealed class InField
{
    public List<Talk[]> Titles { get; } = [];
}

internal static class InAsyncCode
{
    public static async Task<int> LengthAsync()
    {
        await Task.Yield();
        return new Talk("a").Title.Length;
    }
}

[Talk]
internal sealed class InAttribute;

internal interface IInConstraint<T>
    where T : ITalk;
