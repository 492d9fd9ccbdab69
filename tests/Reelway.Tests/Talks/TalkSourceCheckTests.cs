using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Hosting.Doctor;
using Reelway.Sandbox;
using Reelway.Sandbox.Aws;
using Reelway.Talks;
using Reelway.Talks.Sources;

namespace Reelway.Tests.Talks;

public sealed class TalkSourceCheckTests
{
    private const string Arn = "arn:aws:sqs:eu-west-1:111122223333:recordings";
    private const string Policy = """{"Statement":{"Effect":"Allow","Principal":{"Service":["s3.amazonaws.com"]},"Action":["sqs:SendMessage"],"Resource":"*"}}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_well_set_up_is_found_well()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Cancellation);
        sandbox.Sqs.Create("dead");
        sandbox.Sqs.Create("good", new Dictionary<string, string>
        {
            ["Policy"] = Policy,
            ["RedrivePolicy"] = $$"""{"deadLetterTargetArn":"{{sandbox.Sqs.ArnOf("dead")}}","maxReceiveCount":5}""",
        });
        sandbox.S3.Notify("recordings", sandbox.Sqs.ArnOf("good"));

        var findings = await CheckAsync(sandbox, new QueueSource { Queue = "good", Buckets = ["recordings"] });

        Assert.All(findings, finding => Assert.True(finding.State == FindingState.Ok, finding.ToString()));
        Assert.Equal(4, findings.Count);
    }

    [Fact]
    public async Task Everything_that_is_missing_is_told_with_what_to_do()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Cancellation);
        sandbox.Sqs.Create("bad.fifo");

        var findings = await CheckAsync(sandbox, new QueueSource { Queue = "bad.fifo", Buckets = ["recordings", "nowhere"] });

        Assert.Equal(
            [FindingState.Fail, FindingState.Fail, FindingState.Warn, FindingState.Fail, FindingState.Fail], findings.Select(finding => finding.State));
        Assert.Contains("FIFO", findings[0].Detail, StringComparison.Ordinal);
        Assert.Contains("NoSuchBucket", findings[4].Detail, StringComparison.Ordinal);
        Assert.All(findings, finding => Assert.NotNull(finding.Remedy));
    }

    [Fact]
    public async Task A_queue_or_connection_that_is_not_there_is_one_finding()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Cancellation);

        Assert.Contains("QueueDoesNotExist", Assert.Single(await CheckAsync(sandbox, new QueueSource { Queue = "none" })).Detail, StringComparison.Ordinal);
        Assert.Contains(
            "no connection \"other\"", Assert.Single(await CheckAsync(sandbox, new QueueSource { Queue = "none", Connection = "other" })).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_notification_on_put_and_post_never_fires_for_uploads_in_parts()
    {
        var findings = TalkSourceCheck.NotificationsOf(
            "recordings", Arn, [new BucketNotification("1", Arn, ["s3:ObjectCreated:Put", "s3:ObjectCreated:Post"], "", ".mp4"), new("2", Arn, ["s3:ObjectCreated:Copy"], "", "")]);

        Assert.Equal(FindingState.Fail, findings[0].State);
        Assert.Contains("CompleteMultipartUpload", findings[0].Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("Post", findings[0].Detail, StringComparison.Ordinal);
        Assert.Contains("*.mp4", findings[1].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Policy, true)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"SQS:*"}]}""", true)]
    [InlineData("""{"Statement":[{"Effect":"Deny","Principal":"*","Action":"sqs:SendMessage"}]}""", false)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage"}]}""", false)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"sqs:ReceiveMessage"}]}""", false)]
    [InlineData("""{"Statement":["odd",{"Effect":7}]}""", false)]
    [InlineData("[]", false)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sqs:Send*","Resource":"arn:aws:sqs:*:*:rec*"}]}""", true)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:111122223333:other"}]}""", false)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*"},{"Effect":"Deny","Principal":"*","Action":"sqs:*"}]}""", false)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*"},{"Effect":"Deny","Principal":"*","Action":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}""", true)]
    public void A_policy_is_read(string policy, bool allows) => Assert.Equal(allows, QueuePolicy.LetsS3Send(policy, Arn, bucket: null));

    [Theory]
    [InlineData("""{"ArnEquals":{"aws:SourceArn":"arn:aws:s3:::mine"},"StringEquals":{"aws:SourceAccount":"1"}}""", true)]
    [InlineData("""{"ArnLike":{"AWS:SourceArn":["arn:aws:s3:::other","arn:aws:s3:*:*:m*"]}}""", true)]
    [InlineData("""{"ArnEquals":{"aws:SourceArn":"arn:aws:s3:::other"}}""", false)]
    [InlineData("""{"ArnEquals":{"aws:SourceArn":7}}""", false)]
    public void A_policy_that_leaves_the_bucket_out_is_told(string condition, bool allows)
    {
        var policy = """{"Statement":{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Condition":CONDITION}}""".Replace("CONDITION", condition, StringComparison.Ordinal);

        Assert.Equal(allows, QueuePolicy.LetsS3Send(policy, Arn, "mine"));
        Assert.Equal(allows ? 0 : 1, TalkSourceCheck.SenderOf("queue main", Arn, "mine", new Dictionary<string, string> { ["Policy"] = policy }).Count());
    }

    private static async Task<IReadOnlyList<Finding>> CheckAsync(SandboxServer sandbox, QueueSource source)
    {
        var account = new AwsSandboxOptions();
        var aws = new AwsOptions
        {
            Region = account.Region,
            AccessKey = account.AccessKey,
            SecretKey = account.SecretKey,
            PathStyle = true,
            SqsUrl = new Uri(sandbox.HttpUrl, "sqs/"),
            S3Url = new Uri(sandbox.HttpUrl, "s3"),
        };
        using var http = new ConnectorHttp(TimeProvider.System, NullLoggerFactory.Instance);
        using var pool = new ConnectionPool([new("aws", "aws", aws)], http, NullLoggerFactory.Instance, TimeProvider.System);
        return await new TalkSourceCheck(new TalksOptions { Queues = new() { ["main"] = source } }, new TalkConnections(pool)).LookAsync(Cancellation);
    }
}
