using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Frame.Doctor;
using Reelway.Intake;
using Reelway.Sandbox;
using Reelway.Sandbox.Aws;

namespace Reelway.Tests.Intake;

public sealed class QueueCheckTests
{
    private const string Arn = "arn:aws:sqs:eu-west-1:111122223333:recordings";
    private const string Topic = "arn:aws:sns:eu-west-1:111122223333:uploads";
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
        var findings = Judge(
            Told(queues: [new("1", Arn, ["s3:ObjectCreated:Put", "s3:ObjectCreated:Post"], "", ".mp4"), new("2", Arn, ["s3:ObjectCreated:Copy"], "", "")]), Policy);

        Assert.Equal(FindingState.Fail, findings[0].State);
        Assert.Contains("CompleteMultipartUpload", findings[0].Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("Post", findings[0].Detail, StringComparison.Ordinal);
        Assert.Contains("*.mp4", findings[1].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, nameof(FindingState.Fail), "does not let sns.amazonaws.com send")]
    [InlineData("no json", nameof(FindingState.Fail), "does not let sns.amazonaws.com send")]
    [InlineData(Policy, nameof(FindingState.Fail), "does not let sns.amazonaws.com send")]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Condition":{"ArnEquals":{"aws:SourceArn":"arn:other"}}}}""", nameof(FindingState.Fail), "does not let")]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:eu-west-1:111122223333:uploads"}}}}""", nameof(FindingState.Warn), "can't be seen from here")]
    public void A_bucket_that_tells_a_topic_is_recognised(string? policy, string state, string detail)
    {
        var findings = Judge(Told(topics: [new("1", Topic, ["s3:ObjectCreated:*"], "", "")]), policy);

        Assert.Equal(FindingState.Ok, findings[0].State);
        Assert.Equal(("bucket recordings, topic", state), (findings[1].Name, findings[1].State.ToString()));
        Assert.Contains(Topic, findings[1].Detail, StringComparison.Ordinal);
        Assert.Contains(detail, findings[1].Detail, StringComparison.Ordinal);
        Assert.Contains("Subscribe the queue to the topic", findings[1].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_topic_that_is_not_told_of_everything_is_no_better_than_a_queue()
        => Assert.Contains(
            "CompleteMultipartUpload", Judge(Told(topics: [new("1", Topic, ["s3:ObjectCreated:Put"], "", "")]), Policy)[0].Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData(Policy, nameof(FindingState.Fail))]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sqs:SendMessage"}}""", nameof(FindingState.Warn))]
    public void A_bucket_that_tells_event_bridge_is_recognised(string policy, string state)
    {
        var finding = Assert.Single(Judge(Told(eventBridge: true), policy));

        Assert.Equal(("bucket recordings, EventBridge", state), (finding.Name, finding.State.ToString()));
        Assert.Contains("""{"bucket":{"name":["recordings"]}}""", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_queue_is_told_itself_needs_no_way_round()
    {
        var told = Told(queues: [new("1", Arn, ["s3:ObjectCreated:*"], "", "")], topics: [new("2", Topic, ["s3:ObjectCreated:*"], "", "")], eventBridge: true);

        Assert.Equal(FindingState.Ok, Assert.Single(Judge(told, Policy)).State);
    }

    [Fact]
    public void Who_is_told_instead_is_named()
    {
        var finding = Assert.Single(Judge(Told(functions: [new("1", "arn:aws:lambda:eu-west-1:111122223333:function:cut", ["s3:ObjectCreated:*"], "", "")]), Policy));

        Assert.Equal(FindingState.Fail, finding.State);
        Assert.Contains("but to arn:aws:lambda:eu-west-1:111122223333:function:cut", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_behind_event_bridge_needs_no_leave_for_the_bucket()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Cancellation);
        sandbox.Sqs.Create("dead");
        sandbox.Sqs.Create("relayed", new Dictionary<string, string>
        {
            ["Policy"] = Policy.Replace("s3.amazonaws.com", "events.amazonaws.com", StringComparison.Ordinal),
            ["RedrivePolicy"] = $$"""{"deadLetterTargetArn":"{{sandbox.Sqs.ArnOf("dead")}}","maxReceiveCount":5}""",
        });
        sandbox.S3.NotifyEventBridge("recordings");

        var findings = await CheckAsync(sandbox, new QueueSource { Queue = "relayed", Buckets = ["recordings"] });

        Assert.Equal(
            [("queue main", FindingState.Ok), ("queue main, dead letters", FindingState.Ok), ("bucket recordings, EventBridge", FindingState.Warn)],
            findings.Select(finding => (finding.Name, finding.State)));
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
        Assert.Equal(allows ? 0 : 1, QueueCheck.SenderOf("queue main", Arn, "mine", new Dictionary<string, string> { ["Policy"] = policy }).Count());
    }

    private static IReadOnlyList<Finding> Judge(BucketNotifications told, string? policy) => new BucketAnnouncements("recordings", Arn, told).Judge(policy);

    private static BucketNotifications Told(
        IReadOnlyList<BucketNotification>? queues = null, IReadOnlyList<BucketNotification>? topics = null, IReadOnlyList<BucketNotification>? functions = null, bool eventBridge = false)
        => new(queues ?? [], topics ?? [], functions ?? [], eventBridge);

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
        return await new QueueCheck(new IntakeOptions { Queues = new() { ["main"] = source } }, pool).LookAsync(Cancellation);
    }
}
