using System.Text.Json;
using System.Text.RegularExpressions;
using Reelway.Facts;

namespace Reelway.Tests.Events;

public sealed partial class EventTypeTests
{
    [Fact]
    public void Every_fact_that_there_is_is_listed_once()
        => Assert.Equal(
            typeof(IProductEvent).Assembly.GetTypes().Where(type => type is { IsInterface: false } && type.IsAssignableTo(typeof(IProductEvent))).Select(type => type.Name).Order(),
            EventType.All.Select(type => type.Example.GetType().Name).Order());

    [Fact]
    public void Names_are_as_receivers_expect_them_and_examples_fit_their_schemas()
        => Assert.All(EventType.All, type =>
        {
            Assert.Matches(Name(), type.Name);
            Assert.Equal(type.Name, type.Example.Name);
            Assert.Matches(Subject(), type.Example.Subject);
            Assert.Empty(EventSchema.Problems(type.Schema(), JsonSerializer.SerializeToElement(type.Example, type.Json), type.Name));
            Assert.All(type.Schema()["properties"]!.AsObject(), property => Assert.NotEqual("", (string?)property.Value!["description"] ?? ""));
        });

    [Fact]
    public void Data_that_lacks_something_or_has_more_does_not_fit()
    {
        var type = EventType.Find("talk.released")!;

        Assert.Equal(
            ["talk.released.link is missing.", "talk.released.title is of type integer, and not string.", "talk.released.more is not in the schema."],
            EventSchema.Problems(type.Schema(), JsonDocument.Parse("""{"talk":"t","title":7,"more":1}""").RootElement, type.Name));
    }

    [GeneratedRegex("^[a-z]+[.][a-z_]+$")]
    private static partial Regex Name();

    [GeneratedRegex("^[a-z]+/[a-z0-9_]+$")]
    private static partial Regex Subject();
}
