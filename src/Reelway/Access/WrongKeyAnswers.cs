using System.Globalization;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>What an address is answered that has tried too many keys.</summary>
internal static class WrongKeyAnswers
{
    public static Task TooManyAsync(HttpContext context, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return WebProblems.TooManyRequests
            .With($"Too many wrong keys came from this address. The next one is looked at in {seconds} s.")
            .ExecuteAsync(context);
    }
}
