using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Reelway.Intake;
using Reelway.Talks;
using Reelway.Talks.Sources;

namespace Reelway.Tests.Intake;

public sealed class S3EventReaderTests
{
    private const string Direct =
        """
        {"Records":[{"eventVersion":"2.5","eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"hen-house"},
        "object":{"key":"day+1/Small+pens+and+big+pens%3A+Why+%2B+how%3F+%C5%BDi%C5%BE.mp4","size":5,"eTag":"e1","versionId":"v.1","sequencer":"00AB"}}}]}
        """;

    [Fact]
    public void A_direct_event_s_key_is_form_decoded()
    {
        var recording = Assert.Single(Read(Direct).Objects);
        Assert.Equal(new S3Object("hen-house", "day 1/Small pens and big pens: Why + how? Žiž.mp4", "v.1", "e1", "00AB"), recording);
        var recorded = TalkRecorded.Of(recording.ToArrival());
        Assert.Equal("Small pens and big pens: Why + how? Žiž", recorded.Title);
        Assert.Equal("s3://hen-house/day%201/Small%20pens%20and%20big%20pens%3A%20Why%20%2B%20how%3F%20%C5%BDi%C5%BE.mp4", recorded.Recording);
        Assert.Equal(recorded.Recording + "?version=v.1&sequencer=00AB", recorded.SubjectKey);
    }

    [Theory]
    [InlineData("2.0")]
    [InlineData("2.1")]
    [InlineData("2.3")]
    [InlineData("2.99")]
    public void Every_version_of_the_second_major_is_read(string version)
        => Assert.Single(Read(Direct.Replace("2.5", version, StringComparison.Ordinal)).Objects);

    [Fact]
    public void Another_major_version_is_refused_by_name()
        => Assert.Contains("version 3.0", Refused(Direct.Replace("2.5", "3.0", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void An_event_bridge_event_s_key_is_taken_as_it_is()
    {
        var read = Read(
            """
            {"version":"0","detail-type":"Object Created","source":"aws.s3","detail":{"bucket":{"name":"hen-house"},
            "object":{"key":"C++ for hens%3F.mp4","etag":"e2","sequencer":"01"},"reason":"PutObject"}}
            """);
        Assert.Equal(new S3Object("hen-house", "C++ for hens%3F.mp4", null, "e2", "01"), Assert.Single(read.Objects));
    }

    [Fact]
    public void An_event_in_an_sns_envelope_is_unwrapped()
    {
        var envelope = System.Text.Json.JsonSerializer.Serialize(new { Type = "Notification", MessageId = "m", Message = Direct });
        Assert.Single(Read(envelope).Objects);
    }

    [Fact]
    public void Several_records_are_all_read_and_what_creates_nothing_is_told()
    {
        var read = Read(
            """
            {"Records":[
            {"eventVersion":"2.1","eventName":"ObjectCreated:CompleteMultipartUpload","s3":{"bucket":{"name":"b"},"object":{"key":"a.mp4"}}},
            {"eventVersion":"2.1","eventName":"ObjectRemoved:Delete","s3":{"bucket":{"name":"b"},"object":{"key":"b.mp4"}}},
            {"eventVersion":"2.1","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"folder/"}}},
            {"eventVersion":"2.1","eventName":"s3:ObjectCreated:Copy","s3":{"bucket":{"name":"b"},"object":{"key":"c.mp4"}}}]}
            """);
        Assert.Equal(["a.mp4", "c.mp4"], read.Objects.Select(each => each.Key));
        Assert.Equal(2, read.Ignored.Count);
        Assert.Contains("ObjectRemoved:Delete of b.mp4", read.Ignored[0], StringComparison.Ordinal);
    }

    [Fact]
    public void One_bad_record_does_not_hold_back_the_good_ones()
    {
        var read = Read(
            """
            {"Records":[
            {"eventVersion":"2.1","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"a.mp4"}}},
            {"eventVersion":"3.0","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"b.mp4"}}},
            {"eventVersion":"2.1","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"Owls.jpg"}}},
            {"eventVersion":"2.1","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"c.mp4"}}}]}
            """);
        Assert.Equal(["a.mp4", "c.mp4"], read.Objects.Select(each => each.Key));
        Assert.Equal("Owls.jpg: its name does not end like a video's", Assert.Single(read.Ignored));
        Assert.Equal("Record 2 of 4: The event has version 3.0; known are 2.0 and all other 2.x.", Assert.Single(read.Unreadable));
    }

    [Fact]
    public void An_event_without_records_announces_nothing()
    {
        var read = Read("""{"Records":[]}""");
        Assert.Equal("an event without records, which announces nothing", Assert.Single(read.Ignored));
        Assert.Empty(read.Objects);
    }

    [Fact]
    public void An_event_that_was_written_as_a_text_of_json_is_unwrapped_once()
    {
        const string Event = """{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"owls.mp4"}}}]}""";

        Assert.Equal("owls.mp4", Assert.Single(Read(JsonSerializer.Serialize(Event)).Objects).Key);
        Assert.Contains("not an object", Assert.Throws<UnreadableEventException>(() => Read(JsonSerializer.Serialize(JsonSerializer.Serialize(Event)))).Message, StringComparison.Ordinal);
        Assert.Contains("not an object", Assert.Throws<UnreadableEventException>(() => Read("\"hello\"")).Message, StringComparison.Ordinal);
        Assert.Contains("not an object", Assert.Throws<UnreadableEventException>(() => Read("\"\\ud800{\"")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_test_message_is_dropped()
    {
        var read = Read("""{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-01-01T00:00:00.000Z","Bucket":"b"}""");
        Assert.Empty(read.Objects);
        Assert.Single(read.Ignored);
    }

    [Fact]
    public void A_record_as_python_prints_it_is_read()
    {
        var read = Read(
            """
            {'Records': [{'eventName': 'ObjectCreated:Put', 'eventVersion': '2.0', 'userIdentity': {'principalId': None}, 'deep': [True, False, 1.5, -2],
              's3': {'object': {'versionId': 'v_2', 'key': 'Who%27s+who%3F.mp4', "note": "it's", 'eTag': 'e3', 'sequencer': '0059', 'size': 296}, 'bucket': {u'name': u'hen-house'}}}]}
            """);
        Assert.Equal(new S3Object("hen-house", "Who's who?.mp4", "v_2", "e3", "0059"), Assert.Single(read.Objects));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("   \n", "empty")]
    [InlineData("hello", "not valid JSON")]
    [InlineData("[1]", "not an object")]
    [InlineData("{}", "no known form")]
    [InlineData("""{"Records":[{}]}""", "eventName")]
    [InlineData("""{"Records":"x"}""", "\"Records\" is a text, and must be a list of records")]
    [InlineData("""{"Records":null}""", "\"Records\" is null, and must be a list of records")]
    [InlineData("""{"Records":{}}""", "\"Records\" is an object")]
    [InlineData("""{"Records":[5]}""", "It is a number, and must be an object")]
    [InlineData("""{"Records":[null,{}]}""", "Record 1 of 2: It is null, and must be an object. Record 2 of 2: The event has no")]
    [InlineData("""{"Records":[{"eventName":"ObjectCreated:Put","s3":[]}]}""", "\"s3\" is a list, and must be an object")]
    [InlineData("""{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"\ud800.mp4"}}}]}""", "\"key\" has half a character")]
    [InlineData("""{"source":7}""", "\"source\" is a number, and must be a text")]
    [InlineData("""{"Records":[{"eventVersion":"2.0","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":7}}}]}""", "\"key\" is a number, and must be a text")]
    [InlineData("{'Records': []} and more", "character 17")]
    [InlineData("{'Records': [", "found the end")]
    [InlineData("{'Records': 'open", "closing '")]
    [InlineData("{'Records' []}", "expected ':'")]
    [InlineData("{'Records': Nothing}", "expected a value")]
    [InlineData("{'Records': '\\u12'}", "4 hexadecimal digits")]
    [InlineData("{'Records': \0}", "expected a value")]
    [InlineData("{'Records': []}\0rest", "expected the end")]
    [InlineData("{\"a\":1} {\"b\":2}", "not valid JSON")]
    public void What_is_no_event_is_refused_with_the_place(string text, string expected)
        => Assert.Contains(expected, Refused(text), StringComparison.Ordinal);

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        Assert.Contains("64 deep", Refused("{'Records': " + new string('[', 100_000)), StringComparison.Ordinal);
        Assert.Contains("not valid JSON", Refused("{\"Records\": " + new string('[', 100_000)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_endless_row_of_envelopes_is_refused()
    {
        var text = Direct;
        for (var i = 0; i < 6; i++)
        {
            text = System.Text.Json.JsonSerializer.Serialize(new { Type = "Notification", Message = text });
        }

        Assert.Contains("no known form", Refused(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_is_read_or_refused()
        => Prop.ForAll<NonNull<string>>(text =>
        {
            foreach (var each in new[] { text.Get, "{'" + text.Get, "{'Records': [" + text.Get + "]}", "{\"Records\":[" + text.Get + "]}" })
            {
                try
                {
                    Read(each);
                }
                catch (UnreadableEventException)
                {
                    // Refused in words, which is what any text may be.
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0055AED6DCD90281E5", "0055AED6DCD90281E6", true)]
    [InlineData("0055AED6DCD90281E6", "0055AED6DCD90281E5", false)]
    [InlineData("00ab", "00AC", true)]
    [InlineData("AB", "AB00", false)]
    [InlineData("AB", "AB01", true)]
    [InlineData("B", "AB01", false)]
    public void Sequencers_of_unequal_length_are_filled_up_on_the_right(string one, string other, bool before)
        => Assert.Equal(before, S3Sequencer.IsBefore(one, other));

    private static S3Event Read(string text) => S3EventReader.Read(text, RecordingNames.WhyPassedBy);

    private static string Refused(string text) => Assert.Throws<UnreadableEventException>(() => Read(text)).Message;
}
