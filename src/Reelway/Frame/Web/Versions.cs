using System.Globalization;

namespace Reelway.Frame.Web;

/// <summary>Versions of what is edited: answers carry them as <c>ETag</c>, and an edit with <c>If-Match</c> is refused when somebody else was faster.</summary>
internal static class Versions
{
    public static readonly ProblemKind Changed = new(412, "changed-meanwhile", "It was changed meanwhile");

    /// <summary>Says which version is answered.</summary>
    public static void Tag(HttpContext http, long version) => http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The version that an edit is meant for; null when it is meant for any.</summary>
    public static long? Expected(HttpContext http)
    {
        var text = http.Request.Headers.IfMatch.ToString().Trim();
        return text is "" or "*" ? null
            : text.Length > 2 && text[0] == '"' && text[^1] == '"' && long.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version
            : throw new RefusalException(WebProblems.Refusal(new ProblemError("/header/If-Match", "not-a-version", "Must be the ETag of an answer, in its quotes.")));
    }
}
