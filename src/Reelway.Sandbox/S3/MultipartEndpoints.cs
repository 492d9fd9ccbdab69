using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Reelway.Sandbox.Aws;

namespace Reelway.Sandbox.S3;

/// <summary>Uploads in parts: begun, sent, completed or given up.</summary>
internal sealed class MultipartEndpoints(S3World world, S3Bodies bodies, ObjectEndpoints objects, TimeProvider time)
{
    private const int MostParts = 10_000;

    public Task BeginAsync(HttpContext context, string bucketName, string key)
    {
        bodies.Check(context.Request);
        var upload = new MultipartUpload(
            Guid.NewGuid().ToString("N"), world.Bucket(bucketName), key, context.Request.ContentType ?? "binary/octet-stream",
            ObjectEndpoints.MetadataOf(context.Request), time.GetUtcNow());
        world.Begin(upload);
        return S3Xml.WriteAsync(context, S3Xml.Element(
            "InitiateMultipartUploadResult", S3Xml.Element("Bucket", bucketName), S3Xml.Element("Key", key), S3Xml.Element("UploadId", upload.Id)));
    }

    public async Task PutPartAsync(HttpContext context, string key)
    {
        var body = await bodies.StoreAsync(context.Request, context.RequestAborted);
        Keep(Upload(context, key), PartNumber(context.Request), body);
        context.Response.Headers.ETag = $"\"{body.Md5}\"";
        if (body.Checksum is var (name, value))
        {
            context.Response.Headers[name] = value;
        }
    }

    public async Task CopyPartAsync(HttpContext context, string key)
    {
        bodies.Check(context.Request);
        var source = objects.Source(context.Request);
        var (start, end) = ObjectEndpoints.RangeOf(context.Request, source.Bytes, "x-amz-copy-source-range");
        var file = world.NewFile();
        using var digests = new BodyDigests();
        await using (var input = File.OpenRead(source.File))
        await using (var output = File.Create(file))
        {
            input.Position = start;
            var buffer = new byte[64 * 1024];
            for (var left = end - start; left > 0;)
            {
                var count = await input.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), context.RequestAborted);
                digests.Append(buffer.AsSpan(0, count));
                await output.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
                left -= count;
            }
        }

        var md5 = Convert.ToHexStringLower(digests.Md5());
        Keep(Upload(context, key), PartNumber(context.Request), new StoredBytes(file, end - start, md5, null));
        await S3Xml.WriteAsync(context, S3Xml.Element(
            "CopyPartResult", S3Xml.Element("LastModified", S3Xml.Time(time.GetUtcNow())), S3Xml.Element("ETag", $"\"{md5}\"")));
    }

    public async Task CompleteAsync(HttpContext context, string bucketName, string key)
    {
        var wanted = await S3Xml.ReadAsync(await bodies.StoreAsync(context.Request, context.RequestAborted), context.RequestAborted);
        var upload = Upload(context, key);
        var parts = Parts(upload, wanted);
        var file = world.NewFile();
        await using (var output = File.Create(file))
        {
            foreach (var part in parts)
            {
                await using var input = File.OpenRead(part.File);
                await input.CopyToAsync(output, context.RequestAborted);
            }
        }

#pragma warning disable CA5351 // The service names this digest; it protects nothing.
        var digest = MD5.HashData([.. parts.SelectMany(part => Convert.FromHexString(part.Md5))]);
#pragma warning restore CA5351
        var added = new SandboxObject(
            bucketName, key, null, $"{Convert.ToHexStringLower(digest)}-{parts.Count}", parts.Sum(part => part.Bytes), time.GetUtcNow(), upload.ContentType, upload.Metadata)
        {
            File = file,
        };
        var stored = upload.Bucket.Put(added, newest => ObjectEndpoints.CheckConditions(context.Request.Headers, newest));
        world.End(upload);
        // One event for all parts, and no "Put".
        objects.Announce(upload.Bucket, "ObjectCreated:CompleteMultipartUpload", stored);
        ObjectEndpoints.Describe(context.Response.Headers, stored);
        await S3Xml.WriteAsync(context, S3Xml.Element(
            "CompleteMultipartUploadResult", S3Xml.Element("Bucket", bucketName), S3Xml.Element("Key", key), S3Xml.Element("ETag", $"\"{stored.ETag}\"")));
    }

    public Task AbortAsync(HttpContext context, string key)
    {
        bodies.Check(context.Request);
        world.End(Upload(context, key));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public Task ListPartsAsync(HttpContext context, string key)
    {
        bodies.Check(context.Request);
        var upload = Upload(context, key);
        return S3Xml.WriteAsync(context, S3Xml.Element(
            "ListPartsResult", S3Xml.Element("Bucket", upload.Bucket.Name), S3Xml.Element("Key", key), S3Xml.Element("UploadId", upload.Id), S3Xml.Element("IsTruncated", false),
            upload.Parts.OrderBy(part => part.Key).Select(part => S3Xml.Element(
                "Part", S3Xml.Element("PartNumber", part.Key), S3Xml.Element("ETag", $"\"{part.Value.Md5}\""), S3Xml.Element("Size", part.Value.Bytes)))));
    }

    private List<StoredBytes> Parts(MultipartUpload upload, XElement wanted)
    {
        var parts = new List<StoredBytes>();
        var last = 0;
        foreach (var element in wanted.Elements().Where(element => element.Name.LocalName == "Part"))
        {
            var number = int.TryParse(S3Xml.Text(element, "PartNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var found) ? found : throw S3Xml.Malformed();
            if (number <= last)
            {
                throw new AwsException("InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.");
            }

            last = number;
            parts.Add(upload.Parts.TryGetValue(number, out var part) && part.Md5 == S3Xml.Text(element, "ETag")?.Trim('"')
                ? part
                : throw new AwsException("InvalidPart", "One or more of the specified parts could not be found."));
        }

        if (parts.Count == 0)
        {
            throw S3Xml.Malformed();
        }

        return parts.SkipLast(1).Any(part => part.Bytes < world.Settings.SmallestPartBytes)
            ? throw new AwsException("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
            : parts;
    }

    private static void Keep(MultipartUpload upload, int number, StoredBytes part)
    {
        if (upload.Parts.TryGetValue(number, out var replaced))
        {
            File.Delete(replaced.File);
        }

        upload.Parts[number] = part;
    }

    private MultipartUpload Upload(HttpContext context, string key) => world.Upload(context.Request.Query["uploadId"].ToString(), key);

    private static int PartNumber(HttpRequest request)
        => int.TryParse(request.Query["partNumber"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostParts
            ? number
            : throw new AwsException("InvalidArgument", $"Part number must be an integer between 1 and {MostParts}, inclusive");
}
