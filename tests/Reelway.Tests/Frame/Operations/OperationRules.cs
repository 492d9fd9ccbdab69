using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Reelway.Access;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;
using Reelway.Hosting;

namespace Reelway.Tests.Frame.Operations;

/// <summary>What holds for everything that the API and the pages can be asked for; each answers with what breaks it.</summary>
internal static partial class OperationRules
{
    /// <summary>The frame's own forms, which ask for nothing of the API.</summary>
    private static readonly string[] OwnForms = [SignInForms.BeginPath, Visitor.SignOutPath, Theme.FormPath, WelcomeForms.PagePath];

    public static IReadOnlyList<T> Declared<T>(IEnumerable<Type> types)
        => [.. types.SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => typeof(T).IsAssignableFrom(field.FieldType) && !field.DeclaringType!.ContainsGenericParameters).Select(field => (T)field.GetValue(null)!)];

    /// <summary>Routes and forms that no operation declares, or whose right is not asked for.</summary>
    public static IEnumerable<string> MappedPast(IEnumerable<RouteEndpoint> endpoints)
        => from endpoint in endpoints
           let path = endpoint.RoutePattern.RawText!
           let isForm = endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is null && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("POST") == true
           where path.StartsWith(ApiPaths.Root, StringComparison.Ordinal) || isForm && !OwnForms.Contains(path)
           let operation = endpoint.Metadata.GetMetadata<Operation>()
           where operation is null || !endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>().Any(policy => policy.Requirements.Contains(operation.Right))
           select $"{path} is mapped past the declarations of operations: map it by OperationRoutes.Map.";

    /// <summary>Pages that say nothing about who may see them.</summary>
    public static IEnumerable<string> OpenPages(IEnumerable<RouteEndpoint> endpoints)
        => from endpoint in endpoints
           where endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
               && endpoint.Metadata.GetMetadata<NeedsAttribute>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
           select $"{endpoint.RoutePattern.RawText} names no right: write @attribute [Needs(\"…\")].";

    /// <summary>Rights that no role has, and rows of the table that nothing asks for.</summary>
    public static IEnumerable<string> OutsideOfTable(IEnumerable<string> rights)
    {
        var (asked, known) = (rights.Where(right => right != Right.Open.Name).ToHashSet(StringComparer.Ordinal), Capabilities.Rights.Rows.Select(row => row.Right).ToHashSet(StringComparer.Ordinal));
        return asked.Except(known).Select(right => $"{right} is a right of no part: say in its Part which role has it.")
            .Concat(known.Except(asked).Select(right => $"{right} is a right of a part, and nothing asks for it."));
    }

    public static IEnumerable<string> WrongRights(IEnumerable<Operation> operations)
        => operations.Where(operation => !NounAndVerb().IsMatch(operation.Right.Name)).Select(operation => $"{operation.Id} has the right {operation.Right}; write it as noun:verb.");

    /// <summary>Kinds of problems that no operation says it answers with.</summary>
    public static IEnumerable<string> UndeclaredProblems(IEnumerable<ProblemKind> kinds, IEnumerable<Operation> operations)
        => kinds.Except([.. WebProblems.All, .. operations.SelectMany(operation => operation.Problems)]).Select(kind => $"{kind.Code} is a problem of no operation.");

    /// <summary>Bodies and answers that no JSON context has.</summary>
    public static IEnumerable<string> UndeclaredBodies(IEnumerable<Operation> operations, IReadOnlyList<JsonSerializerContext> contexts)
        => from operation in operations
           from type in new[] { operation.BodyType, operation.MediaType == "application/json" ? operation.AnswerType : null }
           where type is not null && contexts.All(context => context.GetTypeInfo(type) is null)
           select $"{type.Name} of {operation.Id} stands in no JSON context.";

    /// <summary>Operations whose answer is not shown by an example.</summary>
    public static IEnumerable<string> WithoutExample(IEnumerable<Operation> operations)
        => operations.Where(operation => operation.MediaType == "application/json" && operation.AnswerExample is null).Select(operation => $"{operation.Id} has no example.");

    [GeneratedRegex("^[a-z][a-z-]*:[a-z][a-z-]*$")]
    private static partial Regex NounAndVerb();
}
