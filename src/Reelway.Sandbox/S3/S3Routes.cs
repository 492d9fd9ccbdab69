using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Reelway.Sandbox.Aws;

namespace Reelway.Sandbox.S3;

/// <summary>Which request is which operation: S3 tells most of them apart by the query.</summary>
internal sealed class S3Routes(BucketEndpoints buckets, ObjectEndpoints objects, MultipartEndpoints multiparts)
{
    private const string Prefix = "/s3/";

    /// <summary>Name of the operation as the API reference spells it, which faults can ask for.</summary>
    public static string OperationOf(HttpRequest request)
    {
        var (bucket, key) = Path(request);
        var query = request.Query;
        var copies = request.Headers.ContainsKey("x-amz-copy-source");
        return (request.Method, key.Length > 0) switch
        {
            ("GET", false) when bucket.Length == 0 => "ListBuckets",
            ("GET", false) when query.ContainsKey("notification") => "GetBucketNotificationConfiguration",
            ("PUT", false) when query.ContainsKey("notification") => "PutBucketNotificationConfiguration",
            ("GET", false) when query.ContainsKey("uploads") => "ListMultipartUploads",
            ("GET", false) => "ListObjectsV2",
            ("PUT", false) => "CreateBucket",
            ("HEAD", false) => "HeadBucket",
            ("DELETE", false) => "DeleteBucket",
            ("POST", true) when query.ContainsKey("uploads") => "CreateMultipartUpload",
            ("POST", true) when query.ContainsKey("uploadId") => "CompleteMultipartUpload",
            ("PUT", true) when query.ContainsKey("uploadId") => copies ? "UploadPartCopy" : "UploadPart",
            ("DELETE", true) when query.ContainsKey("uploadId") => "AbortMultipartUpload",
            ("GET", true) when query.ContainsKey("uploadId") => "ListParts",
            ("PUT", true) => copies ? "CopyObject" : "PutObject",
            ("GET", true) => "GetObject",
            ("HEAD", true) => "HeadObject",
            ("DELETE", true) => "DeleteObject",
            _ => "",
        };
    }

    public async Task RunAsync(HttpContext context)
    {
        context.Response.Headers["x-amz-request-id"] = Guid.NewGuid().ToString("N")[..16].ToUpperInvariant();
        try
        {
            var (bucket, key) = Path(context.Request);
            await RunAsync(context, OperationOf(context.Request), bucket, key);
        }
        catch (AwsException refusal)
        {
            await S3Xml.WriteAsync(context, refusal);
        }
        catch (EndOfStreamException)
        {
            await S3Xml.WriteAsync(context, new AwsException("IncompleteBody", "The request body terminated unexpectedly"));
        }
    }

    private Task RunAsync(HttpContext context, string operation, string bucket, string key) => operation switch
    {
        "ListBuckets" => buckets.ListAsync(context),
        "GetBucketNotificationConfiguration" or "ListMultipartUploads" or "ListObjectsV2" => buckets.GetAsync(context, bucket),
        "PutBucketNotificationConfiguration" or "CreateBucket" => buckets.PutAsync(context, bucket),
        "HeadBucket" => buckets.HeadAsync(context, bucket),
        "DeleteBucket" => buckets.DeleteAsync(context, bucket),
        "CreateMultipartUpload" => multiparts.BeginAsync(context, bucket, key),
        "CompleteMultipartUpload" => multiparts.CompleteAsync(context, bucket, key),
        "UploadPart" => multiparts.PutPartAsync(context, key),
        "UploadPartCopy" => multiparts.CopyPartAsync(context, key),
        "AbortMultipartUpload" => multiparts.AbortAsync(context, key),
        "ListParts" => multiparts.ListPartsAsync(context, key),
        "PutObject" => objects.PutAsync(context, bucket, key),
        "CopyObject" => objects.CopyAsync(context, bucket, key),
        "GetObject" or "HeadObject" => objects.GetAsync(context, bucket, key),
        "DeleteObject" => objects.DeleteAsync(context, bucket, key),
        _ => throw new AwsException("MethodNotAllowed", "The specified method is not allowed against this resource.", 405),
    };

    // From what was sent: the server's own path has lost which "/" was a "%2F".
    private static (string Bucket, string Key) Path(HttpRequest request)
    {
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2)[0];
        var path = target.StartsWith(Prefix, StringComparison.Ordinal) ? target[Prefix.Length..] : "";
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? (Uri.UnescapeDataString(path), "")
            : (Uri.UnescapeDataString(path[..slash]), Uri.UnescapeDataString(path[(slash + 1)..]));
    }
}
