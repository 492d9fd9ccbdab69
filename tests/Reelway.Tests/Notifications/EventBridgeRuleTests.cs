using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Notifications;

namespace Reelway.Tests.Notifications;

public sealed class EventBridgeRuleTests
{
    private static readonly RecordedEvent Told = new(
        7, "talk.published/talk/talk_1/run_1/announce/0", "talk.published", "talk/talk_1", new DateTimeOffset(2026, 3, 4, 10, 15, 30, 120, TimeSpan.Zero),
        JsonSerializer.SerializeToElement(TalkPublished.Example with { Title = "He said \"go\"\nand\vwent", VideoId = "77" }, FactsJson.Default.TalkPublished));

    [Fact]
    public void An_event_is_put_whole_with_its_id_and_time_unless_the_rule_says_otherwise()
    {
        var entry = new EventBridgeRule { Type = "talk.published", Source = "com.example.reelway" }.Entry(Told, bus: "");

        using var detail = JsonDocument.Parse(entry.Detail);
        Assert.Equal(("com.example.reelway", "talk.published", null, Told.Time), (entry.Source, entry.Type, entry.Bus, entry.At));
        Assert.Equal(
            (EventEnvelope.IdOf(Told.Id), 7, "He said \"go\"\nand\vwent"),
            (detail.RootElement.GetProperty("id").GetString(), detail.RootElement.GetProperty("sequence").GetInt32(), detail.RootElement.GetProperty("data").GetProperty("title").GetString()));
    }

    [Fact]
    public void Values_are_put_in_as_text_of_json_with_their_types_and_by_the_names_of_older_systems_too()
    {
        var rule = new EventBridgeRule
        {
            Type = "talk.published",
            Source = "desk.{type}",
            DetailType = "Talk {talk}",
            Detail = """{"text":"{title}!","n":"{sequence}","video_id":"{video_id}","id":"{id}"}""",
        };

        var entry = rule.Entry(Told, "media");

        using var detail = JsonDocument.Parse(entry.Detail);
        Assert.Equal(("desk.talk.published", $"Talk {TalkPublished.Example.Talk}", "media"), (entry.Source, entry.Type, entry.Bus));
        Assert.Equal("He said \"go\"\nand\vwent!", detail.RootElement.GetProperty("text").GetString());
        Assert.Equal((7, "77"), (detail.RootElement.GetProperty("n").GetInt32(), detail.RootElement.GetProperty("video_id").GetString()));
        Assert.DoesNotContain('\v', entry.Detail);
    }

    [Theory]
    [InlineData("talk.sung", "a", "b", null, "Type", "must be one of talk.published, ")]
    [InlineData("talk.published", "aws.reelway", "b", null, "Source", "which EventBridge refuses")]
    [InlineData("talk.published", "a", "{titel}", null, "DetailType", "The template has {titel}, which talk.published has not; it has talk, title")]
    [InlineData("talk.published", "a", "b}", null, "DetailType", "The template has a lone brace in \"b}\"; write")]
    [InlineData("talk.published", "a", "b", "[1]", "Detail", "The template must be a JSON object.")]
    [InlineData("talk.published", "a", "b", "{\"a\":{\"b\":\"{titel}\"}}", "Detail", "The template has {titel} at $.a.b, which talk.published has not")]
    public void What_is_wrong_with_a_rule_is_said_with_the_settings(string type, string source, string detailType, string? detail, string member, string sentence)
    {
        var problem = Assert.Single(Problems(new EventBridgeRule { Type = type, Source = source, DetailType = detailType, Detail = detail }));

        Assert.Equal([member], problem.MemberNames);
        Assert.Contains(sentence, problem.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(128, 0)]
    [InlineData(129, 1)]
    public void A_detail_type_has_at_most_128_letters(int letters, int problems)
        => Assert.Equal(problems, Problems(new EventBridgeRule { Type = "talk.published", Source = "a", DetailType = new string('x', letters) }).Count);

    [Fact]
    public void A_type_has_one_rule()
    {
        var rule = new EventBridgeRule { Type = "talk.published", Source = "a" };

        var problem = Assert.Single(Problems(new EventBridgeOptions { Rules = [rule, rule] }));

        Assert.Equal("has 2 rules for talk.published; keep one.", problem.ErrorMessage);
    }

    private static List<ValidationResult> Problems(IValidatableObject group) => [.. group.Validate(new ValidationContext(group))];
}
