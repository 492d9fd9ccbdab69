using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Reelway.Sandbox.Aws;

namespace Reelway.Sandbox.S3;

/// <summary>What can be done with an object in one piece.</summary>
internal sealed class ObjectEndpoints(S3World world, S3Bodies bodies, S3Notifications notifications, TimeProvider time)
{
    private const string Metadata = "x-amz-meta-";

    public async Task PutAsync(HttpContext context, string bucketName, string key)
    {
        var request = context.Request;
        var body = await bodies.StoreAsync(request, context.RequestAborted);
        var bucket = world.Bucket(bucketName);
        var added = new SandboxObject(
            bucketName, key, null, body.Md5, body.Bytes, time.GetUtcNow(), request.ContentType ?? "binary/octet-stream", MetadataOf(request), body.Checksum)
        {
            File = body.File,
        };
        var stored = bucket.Put(added, newest => CheckConditions(request.Headers, newest));
        Announce(bucket, "ObjectCreated:Put", stored);
        Describe(context.Response.Headers, stored);
        ShowChecksum(context, stored);
    }

    public async Task CopyAsync(HttpContext context, string bucketName, string key)
    {
        bodies.Check(context.Request);
        var source = Source(context.Request);
        var bucket = world.Bucket(bucketName);
        var replaces = context.Request.Headers["x-amz-metadata-directive"] == "REPLACE";
        var file = world.NewFile();
        File.Copy(source.File, file);
        var etag = await ETagOfAsync(file, context.RequestAborted);
        var stored = bucket.Put(
            source with
            {
                Bucket = bucketName,
                Key = key,
                ModifiedAt = time.GetUtcNow(),
                File = file,
                ETag = etag,
                ContentType = replaces ? context.Request.ContentType ?? "binary/octet-stream" : source.ContentType,
                Metadata = replaces ? MetadataOf(context.Request) : source.Metadata,
            },
            newest => CheckConditions(context.Request.Headers, newest));
        Announce(bucket, "ObjectCreated:Copy", stored);
        Describe(context.Response.Headers, stored);
        await S3Xml.WriteAsync(context, S3Xml.Element(
            "CopyObjectResult", S3Xml.Element("LastModified", S3Xml.Time(stored.ModifiedAt)), S3Xml.Element("ETag", $"\"{stored.ETag}\"")));
    }

    public async Task GetAsync(HttpContext context, string bucketName, string key)
    {
        bodies.Check(context.Request);
        var found = Find(world.Bucket(bucketName), key, context.Request.Query["versionId"].ToString());
        if (IsUnchanged(context.Request.Headers, found))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var (start, end) = RangeOf(context.Request, found.Bytes);
        var response = context.Response;
        Describe(response.Headers, found);
        if (context.Request.Headers["x-amz-checksum-mode"] == "ENABLED" && end - start == found.Bytes)
        {
            ShowChecksum(context, found);
        }

        response.ContentType = found.ContentType;
        response.ContentLength = end - start;
        response.Headers.AcceptRanges = "bytes";
        response.Headers.LastModified = found.ModifiedAt.ToString("R", CultureInfo.InvariantCulture);
        foreach (var (name, value) in found.Metadata)
        {
            response.Headers[Metadata + name] = value;
        }

        if (context.Request.Headers.Range.Count > 0)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {start}-{end - 1}/{found.Bytes}");
        }

        if (!HttpMethods.IsHead(context.Request.Method) && end > start)
        {
            await response.SendFileAsync(found.File, start, end - start, context.RequestAborted);
        }
    }

    public Task DeleteAsync(HttpContext context, string bucketName, string key)
    {
        bodies.Check(context.Request);
        var bucket = world.Bucket(bucketName);
        var version = context.Request.Query["versionId"].ToString();
        if (bucket.Delete(key, version.Length == 0 ? null : version, time.GetUtcNow()) is { } gone)
        {
            Announce(bucket, gone.IsDeleted ? "ObjectRemoved:DeleteMarkerCreated" : "ObjectRemoved:Delete", gone);
        }

        // Success as well when there was nothing.
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>The object that a copy is made of.</summary>
    public SandboxObject Source(HttpRequest request)
    {
        var parts = request.Headers["x-amz-copy-source"].ToString().TrimStart('/').Split("?versionId=", 2);
        var path = Uri.UnescapeDataString(parts[0]).Split('/', 2);
        return path.Length == 2
            ? Find(world.Bucket(path[0]), path[1], parts.Length == 2 ? parts[1] : "")
            : throw new AwsException("InvalidArgument", "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
    }

    public void Announce(S3Bucket bucket, string name, SandboxObject what)
        => notifications.Announce(bucket.Notification, name, what, world.Settings.AnnounceTwice);

    public static void Describe(IHeaderDictionary headers, SandboxObject what)
    {
        headers.ETag = $"\"{what.ETag}\"";
        if (what.VersionId is { } version)
        {
            headers["x-amz-version-id"] = version;
        }
    }

    public static IReadOnlyDictionary<string, string> MetadataOf(HttpRequest request) => request.Headers
        .Where(header => header.Key.StartsWith(Metadata, StringComparison.OrdinalIgnoreCase))
        .ToDictionary(header => header.Key[Metadata.Length..].ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal);

    public static void CheckConditions(IHeaderDictionary headers, SandboxObject? newest)
    {
        if ((headers.IfNoneMatch == "*" && newest is not null)
            || (headers.IfMatch is { Count: > 0 } match && match.ToString().Trim('"') != newest?.ETag))
        {
            throw Failed();
        }
    }

    /// <summary>First byte, and the one behind the last, that are asked for.</summary>
    public static (long Start, long End) RangeOf(HttpRequest request, long bytes, string header = "Range")
    {
        var text = request.Headers[header].ToString();
        if (text.Length == 0)
        {
            return (0, bytes);
        }

        if (!RangeHeaderValue.TryParse(text, out var parsed) || parsed.Ranges.Count != 1)
        {
            return (0, bytes);
        }

        var range = parsed.Ranges.First();
        var start = range.From ?? Math.Max(0, bytes - range.To!.Value);
        var end = range.From is null ? bytes : Math.Min(bytes, (range.To ?? (bytes - 1)) + 1);
        return start < bytes ? (start, end) : throw new AwsException("InvalidRange", "The requested range is not satisfiable", 416);
    }

    // A copy is stored in one piece, whatever its source was uploaded in.
    private static async Task<string> ETagOfAsync(string file, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(file);
#pragma warning disable CA5351 // The service names this digest; it protects nothing.
        return Convert.ToHexStringLower(await MD5.HashDataAsync(stream, cancellation));
#pragma warning restore CA5351
    }

    private static void ShowChecksum(HttpContext context, SandboxObject what)
    {
        if (what.Checksum is var (name, value))
        {
            context.Response.Headers[name] = value;
        }
    }

    private static bool IsUnchanged(IHeaderDictionary headers, SandboxObject found)
    {
        if (headers.IfMatch is { Count: > 0 } match && match.ToString().Trim('"') != found.ETag)
        {
            throw Failed();
        }

        return headers.IfNoneMatch is { Count: > 0 } none && none.ToString().Trim('"') == found.ETag;
    }

    private static SandboxObject Find(S3Bucket bucket, string key, string version)
        => bucket.Find(key, version.Length == 0 ? null : version) ?? throw (version.Length == 0
            ? new AwsException("NoSuchKey", "The specified key does not exist.", 404)
            : new AwsException("NoSuchVersion", "The specified version does not exist.", 404));

    private static AwsException Failed() => new("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);
}
