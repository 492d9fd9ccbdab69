using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Reelway.Frame.Web;

/// <summary>Reads the texts of a request and collects what is wrong with them, so that one answer names it all.</summary>
internal sealed class RequestText
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    private readonly List<ProblemError> _errors = [];

    public IReadOnlyList<ProblemError> Errors => _errors;

    /// <summary>The answer that says all that is wrong.</summary>
    public ProblemHttpResult Refusal() => WebProblems.Refusal(_errors);

    /// <summary>Reads a request; what is wrong with it is refused.</summary>
    public static T Read<T>(Func<RequestText, T> read)
    {
        var request = new RequestText();
        var value = read(request);
        request.EnsureValid();
        return value;
    }

    /// <summary>Looks at a request; what is wrong with it is refused.</summary>
    public static void Check(Action<RequestText> look)
    {
        var request = new RequestText();
        look(request);
        request.EnsureValid();
    }

    /// <summary>Ends the reading: what is wrong is refused.</summary>
    public void EnsureValid()
    {
        if (_errors.Count > 0)
        {
            throw new RefusalException(Refusal());
        }
    }

    public void Refuse(string pointer, string code, string message) => _errors.Add(new ProblemError(pointer, code, message));

    /// <summary>A trimmed text without control characters; null when empty.</summary>
    public string? Line(string pointer, string? text, int maxLength)
    {
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed))
        {
            return null;
        }

        if (trimmed.Length > maxLength)
        {
            Refuse(pointer, "too-long", $"Must not be longer than {maxLength} characters, but has {trimmed.Length}.");
            return null;
        }

        if (trimmed.Any(char.IsControl))
        {
            Refuse(pointer, "control-character", "Must not contain control characters such as NUL or line breaks.");
            return null;
        }

        return trimmed;
    }

    /// <summary>As <see cref="Line"/>, for a text that can't be left out.</summary>
    /// <param name="missing">What to say when it is.</param>
    public string Required(string pointer, string? text, int maxLength, string missing)
    {
        var before = _errors.Count;
        var line = Line(pointer, text, maxLength);
        if (line is null && _errors.Count == before)
        {
            Refuse(pointer, "missing", missing);
        }

        return line ?? "";
    }

    /// <summary>How many items to answer with.</summary>
    public int Limit(string pointer, string? text, int standard = DefaultLimit, int max = MaxLimit)
        => (int)Number(pointer, text, standard, 1, max);

    /// <summary>A whole number within bounds.</summary>
    public long Number(string pointer, string? text, long standard, long min, long max)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return standard;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        Refuse(pointer, "not-in-range", $"Must be a whole number from {min} to {max}.");
        return standard;
    }
}
