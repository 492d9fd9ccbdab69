using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Reelway.Sandbox.Aws;

namespace Reelway.Sandbox.S3;

/// <summary>What can be done with a bucket as a whole.</summary>
internal sealed class BucketEndpoints(S3World world, S3Bodies bodies, S3Notifications notifications, AwsSandboxOptions account)
{
    private const int MostKeys = 1000;

    public Task ListAsync(HttpContext context)
    {
        bodies.Check(context.Request);
        return S3Xml.WriteAsync(context, S3Xml.Element("ListAllMyBucketsResult", S3Xml.Element(
            "Buckets", world.Buckets.Select(bucket => S3Xml.Element("Bucket", S3Xml.Element("Name", bucket.Name))))));
    }

    public Task GetAsync(HttpContext context, string name)
    {
        bodies.Check(context.Request);
        var bucket = world.Bucket(name);
        var query = context.Request.Query;
        return S3Xml.WriteAsync(context, query switch
        {
            _ when query.ContainsKey("notification") => bucket.Notification ?? S3Xml.Element("NotificationConfiguration"),
            _ when query.ContainsKey("versioning") => S3Xml.Element("VersioningConfiguration", bucket.IsVersioned ? S3Xml.Element("Status", "Enabled") : null),
            _ when query.ContainsKey("location") => S3Xml.Element("LocationConstraint", account.Region),
            _ when query.ContainsKey("uploads") => Uploads(bucket, query["prefix"].ToString()),
            _ => Objects(bucket, query),
        });
    }

    public async Task PutAsync(HttpContext context, string name)
    {
        var body = await bodies.StoreAsync(context.Request, context.RequestAborted);
        if (context.Request.Query.ContainsKey("notification"))
        {
            var configuration = await S3Xml.ReadAsync(body, context.RequestAborted);
            notifications.Check(configuration);
            world.Bucket(name).Notification = configuration;
            notifications.Test(name, configuration);
        }
        else if (context.Request.Query.ContainsKey("versioning"))
        {
            var configuration = await S3Xml.ReadAsync(body, context.RequestAborted);
            world.Bucket(name).IsVersioned = configuration.Elements().Any(element => element is { Name.LocalName: "Status", Value: "Enabled" });
        }
        else
        {
            File.Delete(body.File);
            if (!world.Create(name))
            {
                throw new AwsException("BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.", 409);
            }
        }
    }

    public Task DeleteAsync(HttpContext context, string name)
    {
        bodies.Check(context.Request);
        world.Remove(world.Bucket(name));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public Task HeadAsync(HttpContext context, string name)
    {
        bodies.Check(context.Request);
        world.Bucket(name);
        context.Response.Headers["x-amz-bucket-region"] = account.Region;
        return Task.CompletedTask;
    }

    private static XElement Objects(S3Bucket bucket, IQueryCollection query)
    {
        var (prefix, after) = (query["prefix"].ToString(), query["continuation-token"].ToString());
        var most = int.TryParse(query["max-keys"], NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? Math.Min(wanted, MostKeys) : MostKeys;
        var all = bucket.Objects.Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(one.Key, after) > 0).ToList();
        var shown = all.Take(most).ToList();
        return S3Xml.Element(
            "ListBucketResult", S3Xml.Element("Name", bucket.Name), S3Xml.Element("Prefix", prefix), S3Xml.Element("KeyCount", shown.Count),
            S3Xml.Element("MaxKeys", most), S3Xml.Element("IsTruncated", shown.Count < all.Count),
            shown.Count < all.Count && shown.Count > 0 ? S3Xml.Element("NextContinuationToken", shown[^1].Key) : null,
            shown.Select(one => S3Xml.Element(
                "Contents", S3Xml.Element("Key", one.Key), S3Xml.Element("LastModified", S3Xml.Time(one.ModifiedAt)),
                S3Xml.Element("ETag", $"\"{one.ETag}\""), S3Xml.Element("Size", one.Bytes), S3Xml.Element("StorageClass", "STANDARD"))));
    }

    private XElement Uploads(S3Bucket bucket, string prefix) => S3Xml.Element(
        "ListMultipartUploadsResult", S3Xml.Element("Bucket", bucket.Name), S3Xml.Element("IsTruncated", false),
        world.Uploads.Where(upload => upload.Bucket == bucket && upload.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(upload => S3Xml.Element(
            "Upload", S3Xml.Element("Key", upload.Key), S3Xml.Element("UploadId", upload.Id), S3Xml.Element("Initiated", S3Xml.Time(upload.StartedAt)))));
}
