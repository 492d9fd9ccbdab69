using Reelway.Connectors.Aws;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Aws;

public sealed class BucketNotificationsTests
{
    [Fact]
    public async Task Everybody_whom_a_bucket_tells_is_read()
    {
        await using var server = new ScriptedHttpServer();
        using var log = new CapturedLog();
        using var http = new ConnectorHttp(TimeProvider.System, log);
        using var buckets = AwsBuckets.Create(
            new AwsOptions { Region = "eu-west-1", AccessKey = "AKIDEXAMPLE", SecretKey = "0Secret0", S3Url = server.Url, PathStyle = true }, http);
        server.AnswerNext(ScriptedAnswer.Json("""
            <?xml version="1.0" encoding="UTF-8"?>
            <NotificationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
              <QueueConfiguration><Id>q</Id><Queue>arn:queue</Queue><Event>s3:ObjectCreated:*</Event>
                <Filter><S3Key><FilterRule><Name>Suffix</Name><Value>.mp4</Value></FilterRule></S3Key></Filter></QueueConfiguration>
              <TopicConfiguration><Id>t</Id><Topic>arn:topic</Topic><Event>s3:ObjectCreated:Put</Event><Event>s3:ObjectCreated:Copy</Event></TopicConfiguration>
              <CloudFunctionConfiguration><Id>f</Id><CloudFunction>arn:function</CloudFunction><Event>s3:ObjectRemoved:*</Event></CloudFunctionConfiguration>
              <EventBridgeConfiguration/>
            </NotificationConfiguration>
            """) with { ContentType = "application/xml" });

        var told = await buckets.ReadNotificationsAsync("recordings", TestContext.Current.CancellationToken);

        Assert.Equal(("arn:queue", "", ".mp4"), told.Queues.Select(rule => (rule.Target, rule.Prefix, rule.Suffix)).Single());
        Assert.Equal(["s3:ObjectCreated:Put", "s3:ObjectCreated:Copy"], told.Topics.Single(rule => rule.Target == "arn:topic").Events);
        Assert.Equal("arn:function", told.Functions.Single().Target);
        Assert.True(told.EventBridge);
    }

    [Fact]
    public async Task A_bucket_that_tells_nobody_has_empty_lists()
    {
        await using var server = new ScriptedHttpServer();
        using var log = new CapturedLog();
        using var http = new ConnectorHttp(TimeProvider.System, log);
        using var buckets = AwsBuckets.Create(
            new AwsOptions { Region = "eu-west-1", AccessKey = "AKIDEXAMPLE", SecretKey = "0Secret0", S3Url = server.Url, PathStyle = true }, http);
        server.AnswerNext(ScriptedAnswer.Json("<NotificationConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>") with { ContentType = "application/xml" });

        var told = await buckets.ReadNotificationsAsync("recordings", TestContext.Current.CancellationToken);

        Assert.Equal((0, 0, 0, false), (told.Queues.Count, told.Topics.Count, told.Functions.Count, told.EventBridge));
    }
}
