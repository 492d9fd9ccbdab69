using Reelway.Frame.Web;

namespace Reelway.Frame.Operations;

/// <summary>
/// One thing that this server can be asked for, declared once: the route, the forms of pages, the commands and the API's description adapt it.
/// A declaration is static and needs no services.
/// </summary>
/// <param name="id">Its stable name: <c>listRuns</c>.</param>
/// <param name="route">Method and path below the API's root: <c>GET /runs/{id}</c>.</param>
/// <param name="right">What whoever asks must be allowed.</param>
internal abstract class Operation(string id, string route, Right right)
{
    public string Id => id;

    public Right Right => right;

    public string Method { get; } = route[..route.IndexOf(' ', StringComparison.Ordinal)];

    /// <summary>The whole path, with a name in braces for each operand.</summary>
    public string Path { get; } = ApiPaths.Root + route[(route.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    /// <summary>What it does, as a title.</summary>
    public required string Summary { get; init; }

    /// <summary>What there is to know besides.</summary>
    public required string Text { get; init; }

    /// <summary>What its operands and the words of its query mean; those of a list's pages are known.</summary>
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>The kinds of its own refusals; those that any operation may answer with are known.</summary>
    public IReadOnlyList<ProblemKind> Problems { get; init; } = [];

    /// <summary>Status of a good answer.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Type of a good answer's body.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>True when its request or answer holds secrets, or it only looks: then a key of the request keeps no answer.</summary>
    public bool ForgetsAnswer { get; init; }

    /// <summary>
    /// True when it replaces what somebody has read: its answer is <see cref="IVersioned"/>, the request may carry <c>If-Match</c>, and is refused with 412 when somebody
    /// else was faster. Its handler asks <see cref="Versions.Expected"/>; a form has the version in a field of that name.
    /// </summary>
    public bool IsEdit { get; init; }

    /// <summary>True when a request with an <c>Idempotency-Key</c> is carried out once, and answered again from what was kept.</summary>
    public bool KeepsAnswer => Method == "POST" && !ForgetsAnswer;

    public abstract Type AnswerType { get; }

    public abstract object? AnswerExample { get; }

    /// <summary>Null when it takes no body.</summary>
    public virtual Type? BodyType => null;

    public virtual object? BodyExample => null;

    /// <summary>Where it is for these operands.</summary>
    public string At(params IReadOnlyList<string> operands)
    {
        var next = 0;
        return string.Join('/', Path.Split('/').Select(part => part.StartsWith('{') ? Uri.EscapeDataString(operands[next++]) : part));
    }
}

/// <summary>An operation with a typed answer.</summary>
internal class Operation<TAnswer>(string id, string route, Right right) : Operation(id, route, right)
{
    /// <summary>A good answer, as the API's description shows it.</summary>
    public TAnswer? Example { get; init; }

    public override Type AnswerType => typeof(TAnswer);

    public override object? AnswerExample => Example;
}

/// <summary>An operation that takes a body.</summary>
internal sealed class Operation<TBody, TAnswer>(string id, string route, Right right) : Operation<TAnswer>(id, route, right)
    where TBody : class
{
    /// <summary>A body, as the API's description shows it.</summary>
    public required TBody Body { get; init; }

    public override Type BodyType => typeof(TBody);

    public override object BodyExample => Body;
}
