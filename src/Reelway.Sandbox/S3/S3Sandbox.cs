using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Aws;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Sqs;

namespace Reelway.Sandbox.S3;

/// <summary>Stand-in for Amazon S3 at <c>/s3</c>: path style, signed requests, and events into the queues of the same account.</summary>
public sealed class S3Sandbox : AwsResident<S3Settings>
{
    private readonly S3World _world;
    private readonly S3Routes _routes;

    internal S3Sandbox(SandboxGround ground, AwsRequests requests, SqsWorld queues)
        : base("s3", requests, new AwsThrottle("SlowDown", 503))
    {
        _world = new S3World(requests.Account, ground.FolderOf(Name), () => Settings);
        var bodies = new S3Bodies(requests, _world);
        var notifications = new S3Notifications(queues, requests.Account, ground.Time);
        var objects = new ObjectEndpoints(_world, bodies, notifications, ground.Time);
        _routes = new S3Routes(
            new BucketEndpoints(_world, bodies, notifications, requests.Account), objects, new MultipartEndpoints(_world, bodies, objects, ground.Time));
    }

    /// <summary>The newest versions of all objects.</summary>
    public IReadOnlyList<SandboxObject> Objects => [.. _world.Buckets.SelectMany(bucket => bucket.Objects)];

    /// <summary>Uploads that are neither completed nor given up.</summary>
    public IReadOnlyList<SandboxMultipart> Uploads => [.. _world.Uploads.Select(upload => upload.Seen())];

    /// <summary>The vendor's limit of a body, whose answer to more is 400; here it is 413.</summary>
    internal override long LargestBodyBytes => 5L * 1024 * 1024 * 1024;

    internal override object State => new { Buckets = _world.Buckets.Select(bucket => bucket.Name), Objects, Uploads };

    private protected override AwsRefusals Refusals => AwsRefusals.S3;

    /// <summary>The bytes of an object.</summary>
    public static Stream Open(SandboxObject what)
    {
        ArgumentNullException.ThrowIfNull(what);
        return File.OpenRead(what.File);
    }

    /// <summary>Lets a bucket tell a queue of all new objects, as somebody would set it who may do everything.</summary>
    public void Notify(string bucket, string queueArn) => _world.Bucket(bucket).Notification = S3Xml.Element(
        "NotificationConfiguration", S3Xml.Element(
            "QueueConfiguration", S3Xml.Element("Id", "recordings"), S3Xml.Element("Queue", queueArn), S3Xml.Element("Event", "s3:ObjectCreated:*")));

    /// <summary>Lets a bucket tell EventBridge of all that happens in it, and nobody else.</summary>
    public void NotifyEventBridge(string bucket)
        => _world.Bucket(bucket).Notification = S3Xml.Element("NotificationConfiguration", S3Xml.Element("EventBridgeConfiguration"));

    internal override void Map(IEndpointRouteBuilder routes) => routes.Map("/{**path}", _routes.RunAsync);

    internal override SampleConnection Connection(Uri sandbox) => Connection($"s3_url: {sandbox}s3", "path_style: true");

    internal override void MapControl(IEndpointRouteBuilder routes)
    {
        base.MapControl(routes);
        routes.MapGet("/objects/{bucket}/{**key}", (string bucket, string key) => _world.FindBucket(bucket)?.Find(key, null) is { } found
            ? TypedResults.PhysicalFile(found.File, found.ContentType, enableRangeProcessing: true)
            : Problems.NotFound($"There is no object {key} in bucket {bucket}."));
    }

    internal override IReadOnlyList<StateTable> Tables() =>
    [
        new("Objects", ["Bucket", "Key", "Bytes", "ETag", "Version", "Stored"], [.. Objects.Select(found => new StateRow(
            found.Bucket, new StateCell(found.Key, $"/_sandbox/s3/objects/{found.Bucket}/{string.Join('/', found.Key.Split('/').Select(Uri.EscapeDataString))}"),
            found.Bytes.ToString("N0", CultureInfo.InvariantCulture), found.ETag, found.VersionId ?? "", found.ModifiedAt))]),
        new("Uploads under way", ["Bucket", "Key", "Parts", "Begun"], [.. Uploads.Select(upload => new StateRow(
            upload.Bucket, upload.Key, upload.Parts.Count, upload.StartedAt))]),
    ];

    internal override void Reset()
    {
        _world.Reset();
        base.Reset();
    }

    internal override ValueTask<RequestContent> ReadAsync(HttpContext context) => ValueTask.FromResult(RequestContent.Of(S3Routes.OperationOf(context.Request)));

    private protected override Task WriteAsync(HttpContext context, AwsException refusal) => S3Xml.WriteAsync(context, refusal);
}
