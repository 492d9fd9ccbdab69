using Mono.Cecil;

namespace Reelway.Architecture.Tests;

public sealed class StepRuleTests
{
    [Fact]
    public void No_step_takes_a_client_past_a_pause_of_its_connection()
        => Rule.Holds(StepRule.ClientsPastAPause(Repository.Assemblies.SelectMany(assembly => assembly.Modules).SelectMany(module => module.GetTypes())));

    [Fact]
    public void A_client_that_a_step_takes_past_a_pause_is_caught_in_methods_closures_and_asynchronous_code()
    {
        using var itself = AssemblyDefinition.ReadAssembly(typeof(StepRuleTests).Assembly.Location);

        var breaches = StepRule.ClientsPastAPause(itself.MainModule.GetTypes().Where(type => TypeUses.Outermost(type).Namespace == "Wrong.Steps"));

        Assert.Equal(
            ["Wrong.Steps.InAsyncCode", "Wrong.Steps.InClosure", "Wrong.Steps.InMethod"],
            breaches.Select(breach => breach.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));
    }
}
