using Microsoft.AspNetCore.Http.HttpResults;

namespace Reelway.Frame.Web;

/// <summary>A kind of refusal or failure that the API answers with (RFC 9457).</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Stable word for programs: <c>run-not-found</c>.</param>
/// <param name="Title">The same words every time; what is special about this time is in the detail.</param>
internal sealed record ProblemKind(int Status, string Code, string Title)
{
    /// <summary>Where the kinds are explained.</summary>
    public const string HelpPath = "/help/problems";

    /// <summary>Refuses what was asked for.</summary>
    /// <inheritdoc cref="With"/>
    public RefusalException Because(string detail, params IReadOnlyList<ProblemError> errors) => new(With(detail, errors));

    /// <summary>The answer.</summary>
    /// <param name="detail">What happened, to what, and what to do.</param>
    /// <param name="errors">The parts of the request that are wrong, each with its own sentence.</param>
    public ProblemHttpResult With(string detail, params IReadOnlyList<ProblemError> errors)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = Code };
        if (errors.Count > 0)
        {
            extensions["errors"] = errors;
        }

        return TypedResults.Problem(detail, statusCode: Status, title: Title, type: $"{HelpPath}#{Code}", extensions: extensions);
    }
}

/// <summary>One wrong part of a request.</summary>
/// <param name="Pointer">JSON pointer into the request seen as <c>{path, query, body}</c>: <c>/query/limit</c>.</param>
/// <param name="Code">Stable word for programs.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
internal sealed record ProblemError(string Pointer, string Code, string Message)
{
    private const string Must = "Must ";

    /// <summary>The same as a sentence that names the part as people do: <c>"limit" must be a whole number from 1 to 200.</c></summary>
    public string Sentence() => SentenceOf(Pointer, Message);

    /// <inheritdoc cref="Sentence"/>
    public static string SentenceOf(string pointer, string message)
    {
        // The first part says where in the request it is, which the others say as well.
        var name = string.Join('.', pointer.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(1));
        var what = name.Length == 0 ? "The body" : $"\"{name}\"";
        return message.StartsWith(Must, StringComparison.Ordinal) ? $"{what} must {message[Must.Length..]}" : $"{what}: {message}";
    }
}
