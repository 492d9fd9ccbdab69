using Mono.Cecil;

namespace Reelway.Architecture.Tests;

public sealed class SqlRuleTests
{
    private static readonly Lazy<List<string>> BreachesOfWrongCode = new(() =>
    {
        using var itself = AssemblyDefinition.ReadAssembly(typeof(SqlRuleTests).Assembly.Location);
        return [.. SqlRule.Breaches(itself).Where(breach => breach.StartsWith("Wrong.", StringComparison.Ordinal))];
    });

    [Fact]
    public void No_sql_stands_outside_stores()
        => Rule.Holds(Repository.Assemblies.SelectMany(SqlRule.Breaches));

    [Theory]
    [InlineData("SELECT count(*) FROM run")]
    [InlineData("UPDATE run SET name = '")]
    [InlineData("DELETE FROM run")]
    public void Sql_elsewhere_is_caught(string sql)
        => Assert.Contains($"Wrong.ListsRuns holds SQL ({sql}); move it into a store.", BreachesOfWrongCode.Value);

    [Theory]
    [InlineData("Wrong.RunStore")]
    [InlineData("Wrong.HttpVerbs")]
    public void Stores_and_plain_words_pass(string type)
        => Assert.DoesNotContain(BreachesOfWrongCode.Value, breach => breach.StartsWith(type, StringComparison.Ordinal));
}
