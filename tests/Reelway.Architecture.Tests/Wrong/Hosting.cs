using Wrong.Talks;

namespace Wrong.Hosting;

// The host composes everything, so it may know everything.
internal static class Composition
{
    public static string Title(ITalk talk) => talk.Title;
}
