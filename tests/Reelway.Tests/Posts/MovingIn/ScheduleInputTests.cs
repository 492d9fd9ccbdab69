using System.Text.Json;
using System.Text.Json.Nodes;
using Reelway.Connectors.Aws;
using Reelway.Posts;
using Reelway.Posts.MovingIn;

namespace Reelway.Tests.Posts.MovingIn;

public sealed class ScheduleInputTests
{
    [Theory]
    [InlineData("""{"message":"Owls","platform":"twitter","referenceNumber":"r-1","scheduledDate":"2020-01-01T00:00:00"}""")]
    [InlineData("""{"detail-type":"Schedule Social Post","source":"test","detail":{"message":"Owls","platform":"twitter","referenceNumber":"r-1"}}""")]
    [InlineData("""{"Entries":[{"DetailType":"Schedule Social Post","Source":"test","Detail":"{\"message\":\"Owls\",\"referenceNumber\":\"r-1\"}"}]}""")]
    [InlineData("""{"QueueUrl":"https://example.org/q","MessageBody":"{\"detail\":{\"message\":\"Owls\",\"referenceNumber\":\"r-1\"}}"}""")]
    [InlineData("\"{\\\"message\\\":\\\"Owls\\\",\\\"referenceNumber\\\":\\\"r-1\\\"}\"")]
    public void A_post_is_read_out_of_whatever_the_target_is_given_and_its_time_is_the_schedules(string input)
    {
        var (text, reference) = ScheduleInput.Read(Of(input));
        var words = PostEventReader.Read(text).Words;

        Assert.Equal(("r-1", "Owls", "twitter", "2030-07-01T07:00:00", "8m"), (reference, words.Message, words.Platform, words.ScheduledDate, words.Window));
    }

    [Fact]
    public void Without_a_reference_it_is_called_as_its_schedule() => Assert.Equal("the-schedule", ScheduleInput.Read(Of("""{"message":"Owls"}""")).Reference);

    [Theory]
    [InlineData("", "Its target is given nothing")]
    [InlineData("{", "is not valid JSON")]
    [InlineData("5", "asks for no post")]
    [InlineData("""{"invoice":5}""", "asks for no post")]
    [InlineData("""{"detail-type":"Other","detail":{"message":"Owls"}}""", "asks for no post")]
    [InlineData("""{"Entries":[{"DetailType":"Other","Detail":"{}"}]}""", "asks for no post")]
    [InlineData("""{"message":"Owls at <aws.scheduler.scheduled-time>"}""", "placeholder")]
    public void What_asks_for_no_post_is_refused_with_a_sentence(string input, string expected)
        => Assert.Contains(expected, Assert.Throws<FormatException>(() => ScheduleInput.Read(Of(input))).Message, StringComparison.Ordinal);

    private static AwsSchedule Of(string input) => AwsSchedule.Of((JsonObject)JsonNode.Parse($$$"""
        {"Name":"the-schedule","State":"ENABLED","ScheduleExpression":"at(2030-07-01T09:00:00)","ScheduleExpressionTimezone":"Europe/Prague",
         "FlexibleTimeWindow":{"Mode":"FLEXIBLE","MaximumWindowInMinutes":8},"Target":{"Input":{{{JsonSerializer.Serialize(input)}}}}}
        """)!)!;
}
