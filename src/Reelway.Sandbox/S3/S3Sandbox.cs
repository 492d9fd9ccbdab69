using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Aws;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.Sqs;

namespace Reelway.Sandbox.S3;

/// <summary>Stand-in for Amazon S3 at <c>/s3</c>: path style, signed requests, and events into the queues of the same account.</summary>
public sealed class S3Sandbox : ISandboxSystem
{
    private const int KeptRequests = 5_000;

    private readonly S3World _world;
    private readonly AwsRequests _requests;
    private readonly S3Routes _routes;

    internal S3Sandbox(SqsWorld queues, AwsRequests requests, string folder, TimeProvider time)
    {
        _requests = requests;
        _world = new S3World(requests.Account, folder);
        var bodies = new S3Bodies(requests, _world);
        var notifications = new S3Notifications(queues, requests.Account, time);
        var objects = new ObjectEndpoints(_world, bodies, notifications, time);
        _routes = new S3Routes(
            new BucketEndpoints(_world, bodies, notifications, requests.Account), objects, new MultipartEndpoints(_world, bodies, objects, time));
    }

    /// <summary>The newest versions of all objects.</summary>
    public IReadOnlyList<SandboxObject> Objects => [.. _world.Buckets.SelectMany(bucket => bucket.Objects)];

    /// <summary>Uploads that are neither completed nor given up.</summary>
    public IReadOnlyList<SandboxMultipart> Uploads => [.. _world.Uploads.Select(upload => upload.Seen())];

    /// <summary>Switches; may be replaced at any time.</summary>
    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    public S3Settings Settings
    {
        get => _world.Settings;
        set => _world.Settings = value;
    }

    public Journal<SandboxRequest> Requests { get; } = new(KeptRequests);

    string ISandboxSystem.Name => "s3";

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

    void ISandboxSystem.Map(IEndpointRouteBuilder routes) => routes.Map("/{**path}", _routes.RunAsync);

    void ISandboxSystem.MapControl(IEndpointRouteBuilder routes)
    {
        routes.MapSettings(SandboxJson.Strict.S3Settings, () => Settings, settings => Settings = settings);
        routes.MapGet("/objects/{bucket}/{**key}", (string bucket, string key) => _world.FindBucket(bucket)?.Find(key, null) is { } found
            ? TypedResults.PhysicalFile(found.File, found.ContentType, enableRangeProcessing: true)
            : Problems.NotFound($"There is no object {key} in bucket {bucket}."));
    }

    object ISandboxSystem.Snapshot() => new S3Snapshot(Settings, [.. _world.Buckets.Select(bucket => bucket.Name)], Objects, Uploads, Requests.Entries);

    IReadOnlyList<StateTable> ISandboxSystem.Tables() =>
    [
        new("Objects", ["Bucket", "Key", "Bytes", "ETag", "Version", "Stored"], [.. Objects.Select(found => new StateRow(
            found.Bucket, new StateCell(found.Key, $"/_sandbox/s3/objects/{found.Bucket}/{string.Join('/', found.Key.Split('/').Select(Uri.EscapeDataString))}"),
            found.Bytes.ToString("N0", CultureInfo.InvariantCulture), found.ETag, found.VersionId ?? "", found.ModifiedAt.ToString("u", CultureInfo.InvariantCulture)))]),
        new("Uploads under way", ["Bucket", "Key", "Parts", "Begun"], [.. Uploads.Select(upload => new StateRow(
            upload.Bucket, upload.Key, upload.Parts.Count.ToString(CultureInfo.InvariantCulture), upload.StartedAt.ToString("u", CultureInfo.InvariantCulture)))]),
    ];

    void ISandboxSystem.Reset()
    {
        _world.Reset();
        _requests.Reset();
        Requests.Clear();
    }

    string? ISandboxSystem.Refuse(SandboxFault fault) => AwsFaults.Refuse("s3", fault);

    ValueTask<RequestContent> ISandboxSystem.ReadAsync(HttpContext context)
    {
        var operation = S3Routes.OperationOf(context.Request);
        return ValueTask.FromResult(new RequestContent(new Dictionary<string, string> { ["operation"] = operation }, operation));
    }

    Task ISandboxSystem.AnswerAsync(HttpContext context, SandboxFault fault)
        => S3Xml.WriteAsync(context, AwsFaults.Of(context, fault, _requests, AwsRefusals.S3, "SlowDown", 503));
}
