using Mono.Cecil;

namespace Reelway.Architecture.Tests;

public sealed class ApiRuleTests
{
    private static IReadOnlyList<TypeDefinition> Types { get; } =
        [.. Repository.Assemblies.SelectMany(assembly => assembly.Modules).SelectMany(module => module.Types).SelectMany(WithNested)];

    private static IReadOnlyList<TypeDefinition> Wrong { get; } =
    [
        .. AssemblyDefinition.ReadAssembly(typeof(ApiRuleTests).Assembly.Location).MainModule.Types
            .Where(type => type.Namespace == "Wrong.Api").SelectMany(WithNested),
    ];

    [Fact]
    public void Every_body_of_the_API_stands_in_a_JSON_context() => Rule.Holds(ApiRule.UndeclaredBodies(Types));

    [Fact]
    public void Every_kind_of_problem_is_made_known() => Rule.Holds(ApiRule.UnknownProblems(Types));

    [Fact]
    public void The_operations_were_found()
        => Assert.Superset(
            new HashSet<string> { "RunOperationsApi.ArchiveAsync", "TalksApi.SubmitAsync", "ConnectionsApi.ListAsync" },
            ApiRule.Handlers(Types).Select(handler => $"{handler.DeclaringType.Name}.{handler.Name}").ToHashSet());

    [Fact]
    public void A_body_outside_of_the_contexts_and_an_unknown_problem_are_caught()
    {
        Assert.Equal(
            ["Wrong.Api.LostAnswer", "Wrong.Api.LostRequest"],
            ApiRule.UndeclaredBodies(Wrong).Select(breach => breach.Split(' ')[0]).Order(StringComparer.Ordinal));
        Assert.Equal(
            "Wrong.Api.LostApi.Lost is answered with and not made known by AddProblemKinds.", Assert.Single(ApiRule.UnknownProblems(Wrong)));
    }

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);
}
