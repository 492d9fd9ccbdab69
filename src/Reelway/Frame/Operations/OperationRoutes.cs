using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Reelway.Frame.Web;

namespace Reelway.Frame.Operations;

/// <summary>Maps operations to what carries them out.</summary>
internal static class OperationRoutes
{
    private static readonly ProblemKind[] Always = [WebProblems.KeyMissing, WebProblems.RightMissing, WebProblems.CrossSite, WebProblems.Unexpected];

    /// <summary>Maps an operation's route.</summary>
    /// <param name="handler">Answers with the operation's answer; a <see cref="RefusalException"/> refuses.</param>
    public static OperationRoute<TAnswer> Map<TAnswer>(this IEndpointRouteBuilder routes, Operation<TAnswer> operation, Delegate handler)
    {
        EnsureFits(operation, handler);
        var route = routes.MapLate(operation.Path, operation.Method, handler, async (call, next) =>
        {
            try
            {
                var answer = await next(call);
                call.HttpContext.Response.StatusCode = operation.Status;
                if (answer is IVersioned versioned)
                {
                    Versions.Tag(call.HttpContext, versioned);
                }

                return answer;
            }
            catch (RefusalException refusal)
            {
                return refusal.Problem;
            }
        }).WithName(operation.Id).WithTags(TagOf(operation)).WithMetadata(operation).RequireRight(operation);
        route.Finally(endpoint =>
        {
            DeclareAnswers(endpoint, operation);
            if (operation.KeepsAnswer)
            {
                endpoint.RequestDelegate = KeptAnswers.Around(endpoint.RequestDelegate!);
            }
        });
        return new OperationRoute<TAnswer>(routes, operation, handler);
    }

    /// <summary>Whoever asks must have the operation's right.</summary>
    public static T RequireRight<T>(this T route, Operation operation)
        where T : IEndpointConventionBuilder
        => operation.Right == Right.Open ? route.RequireRight(operation.Right).AllowAnonymous() : route.RequireRight(operation.Right);

    /// <summary>Whoever asks must have a right.</summary>
    public static T RequireRight<T>(this T route, Right right)
        where T : IEndpointConventionBuilder
        => route.RequireAuthorization(new AuthorizationPolicyBuilder().AddRequirements(right).Build());

    /// <summary>The kinds of problems that an operation may answer with, besides those that have nothing to do with what is asked for.</summary>
    public static IEnumerable<ProblemKind> ProblemsOf(Operation operation)
        =>
        [
            .. operation.Method == "GET" ? Array.Empty<ProblemKind>() : [WebProblems.InvalidRequest, WebProblems.TooLarge],
            .. operation.KeepsAnswer ? [WebProblems.KeyReused, WebProblems.KeyAtWork] : Array.Empty<ProblemKind>(),
            .. operation.IsEdit ? [WebProblems.Changed] : Array.Empty<ProblemKind>(),
            .. operation.BodyType is null ? Array.Empty<ProblemKind>() : [WebProblems.UnsupportedMediaType],
            .. IsList(operation) ? [WebProblems.InvalidRequest, WebProblems.BadCursor] : Array.Empty<ProblemKind>(),
            .. operation.Problems,
        ];

    public static bool IsList(Operation operation) => operation.AnswerType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ListOf<>) && operation.Method == "GET";

    private static string TagOf(Operation operation)
    {
        var noun = operation.Path[(ApiPaths.Root.Length + 1)..].Split('/')[0].Replace('-', ' ');
        return char.ToUpperInvariant(noun[0]) + noun[1..];
    }

    private static void EnsureFits(Operation operation, Delegate handler)
    {
        var answer = handler.Method.ReturnType is { IsGenericType: true } task && task.GetGenericTypeDefinition() == typeof(Task<>) ? task.GetGenericArguments()[0] : handler.Method.ReturnType;
        if (answer != operation.AnswerType || operation.BodyType is { } body && handler.Method.GetParameters().All(parameter => parameter.ParameterType != body))
        {
            throw new InvalidOperationException($"{operation.Id} is mapped to {handler.Method.Name}, which takes or answers something else than is declared.");
        }
    }

    private static void DeclareAnswers(EndpointBuilder endpoint, Operation operation)
    {
        foreach (var inferred in endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().ToList())
        {
            endpoint.Metadata.Remove(inferred);
        }

        endpoint.Metadata.Add(new ProducesResponseTypeMetadata(operation.Status, operation.MediaType == "application/json" ? operation.AnswerType : typeof(void), [operation.MediaType]));
        foreach (var status in ProblemsOf(operation).Concat(Always).Select(problem => problem.Status).Distinct())
        {
            endpoint.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ProblemDetails), ["application/problem+json"]));
        }
    }
}
