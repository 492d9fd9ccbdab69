using Wrong.Talks;

namespace Wrong.Notifications;

internal static class SharedCode
{
    public static string Title(ITalk talk) => talk.Title;
}
