namespace Reelway.Connectors;

internal static class ExceptionChain
{
    /// <summary>The outermost exception of a type in the chain of causes; null when there is none.</summary>
    public static T? FirstOf<T>(this Exception exception)
        where T : Exception
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is T found)
            {
                return found;
            }
        }

        return null;
    }
}
