namespace Reelway.Architecture.Tests;

public sealed class LogEventRuleTests
{
    private static IReadOnlyList<LogEvent> Declared { get; } =
        [.. Repository.Assemblies.SelectMany(assembly => assembly.Modules).SelectMany(module => module.Types).SelectMany(LogEventRule.Events)];

    [Fact]
    public void An_event_id_means_one_message() => Rule.Holds(LogEventRule.Breaches(Declared));

    [Fact]
    public void Messages_of_every_part_were_found()
    {
        Assert.Superset(new HashSet<int> { 1000, 3001, 9000 }, Declared.Select(message => message.Id).ToHashSet());
        Assert.DoesNotContain(0, Declared.Select(message => message.Id));
    }

    [Fact]
    public void An_event_id_that_two_messages_use_is_caught()
        => Assert.Equal(
            ["Event id 7 is used by A.Lost and B.Found."],
            LogEventRule.Breaches([new LogEvent(7, "B.Found"), new LogEvent(7, "A.Lost"), new LogEvent(8, "A.Kept")]));
}
