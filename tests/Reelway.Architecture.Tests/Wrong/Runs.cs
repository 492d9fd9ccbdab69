using Wrong.Talks;

namespace Wrong.Runs;

internal static class SharedCode
{
    public static string Title(ITalk talk) => talk.Title;
}
