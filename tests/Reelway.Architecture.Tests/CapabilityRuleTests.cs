using Mono.Cecil;

namespace Reelway.Architecture.Tests;

public sealed class CapabilityRuleTests
{
    private static readonly Lazy<List<string>> BreachesOfWrongCode = new(() =>
    {
        using var itself = AssemblyDefinition.ReadAssembly(typeof(CapabilityRuleTests).Assembly.Location);
        return [.. CapabilityRule.Breaches(itself, "Wrong")];
    });

    [Fact]
    public void No_room_imports_one_that_it_may_not_know()
        => Rule.Holds(Repository.Assemblies.SelectMany(assembly => CapabilityRule.Breaches(assembly, "Reelway")));

    [Theory]
    [InlineData("Wrong.Posts.Calendar.InField")]
    [InlineData("Wrong.Posts.Calendar.InAsyncCode")]
    [InlineData("Wrong.Posts.Calendar.InAttribute")]
    [InlineData("Wrong.Posts.Calendar.IInConstraint`1")]
    [InlineData("Wrong.Runs.SharedCode")]
    public void An_import_is_caught_wherever_it_hides(string type)
        => Assert.Contains(BreachesOfWrongCode.Value, breach => breach.StartsWith(type + " uses Wrong.Talks.", StringComparison.Ordinal));

    [Theory]
    [InlineData("Wrong.Talks.")]
    [InlineData("Wrong.Hosting.")]
    public void A_capability_knows_itself_and_the_host_knows_all(string space)
        => Assert.DoesNotContain(BreachesOfWrongCode.Value, breach => breach.StartsWith(space, StringComparison.Ordinal));
}
