using System.Globalization;

namespace Reelway.Frame.Web;

/// <summary>What can be edited, and so has versions.</summary>
internal interface IVersioned
{
    /// <summary>Another one whenever it was changed.</summary>
    long Version { get; }
}

/// <summary>Versions of what is edited: answers carry them as <c>ETag</c>, and an edit with <c>If-Match</c> is refused when somebody else was faster.</summary>
internal static class Versions
{
    public const string Header = "If-Match";

    /// <summary>What is described of the header.</summary>
    public const string Text = "The ETag of the answer that the edit is based on: when it was changed since, nothing is changed, and the answer is 412. Left out: whatever it is by now is changed.";

    /// <summary>The field of a form that holds the version.</summary>
    public const string Field = "version";

    /// <summary>Says which version is answered.</summary>
    public static void Tag(HttpContext http, IVersioned answer) => http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{answer.Version}\"");

    /// <summary>The version that an edit is meant for; null when it is meant for any.</summary>
    public static long? Expected(HttpContext http)
    {
        var text = http.Request.Headers.IfMatch.ToString().Trim();
        return text is "" or "*" ? null
            : text.Length > 2 && text[0] == '"' && text[^1] == '"' && long.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version
            : throw new RefusalException(WebProblems.Refusal(new ProblemError($"/header/{Header}", "not-a-version", "Must be the ETag of an answer, in its quotes.")));
    }

    /// <summary>Refuses an edit that is meant for another version.</summary>
    /// <param name="expected">Null: it is meant for any.</param>
    /// <param name="what">What is edited, as the beginning of a sentence.</param>
    public static void Ensure(long? expected, long version, string what)
    {
        if (expected is { } seen && seen != version)
        {
            throw WebProblems.Changed.Because($"{what} was changed by somebody else meanwhile and has version {version} now; look at it, then change it again.");
        }
    }
}
