using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Connectors.Box;

// FOLDER BYTES s3 S3_URL REGION ACCESS_KEY SECRET_KEY SESSION_TOKEN, or FOLDER BYTES box BOX_URL ENTERPRISE CLIENT SECRET FOLDER_ID: makes a file of so many bytes, brings it into a
// bucket or a folder of Box, and fetches it again.
// Prints how many bytes came back as they were, and the most memory that this process ever had in use, in kB.
const int Block = 1024 * 1024;
var bytes = long.Parse(args[1], CultureInfo.InvariantCulture);
var original = Path.Combine(args[0], "original");
var copy = Path.Combine(args[0], "copy");
// Two blocks for all, so that nearly all memory is what the connector takes.
var (content, block) = (new byte[Block], new byte[Block]);
await using (var made = File.Create(original))
{
    for (var at = 0L; at < bytes; at += Block)
    {
        Fill(content, at);
        await made.WriteAsync(content);
    }
}

using var http = new ConnectorHttp(TimeProvider.System, NullLoggerFactory.Instance);
await (args[2] == "box" ? CarryOverBoxAsync() : CarryOverS3Async());

var same = 0L;
await using (var read = File.OpenRead(copy))
{
    for (int count; (count = await read.ReadAtLeastAsync(block, Block, throwOnEndOfStream: false)) > 0; same += count)
    {
        Fill(content, same);
        if (!block.AsSpan(0, count).SequenceEqual(content.AsSpan(0, count)))
        {
            break;
        }
    }
}

var peak = (await File.ReadAllLinesAsync("/proc/self/status")).Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
Console.WriteLine($"{same} {peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]}");

async Task CarryOverS3Async()
{
    using var buckets = AwsBuckets.Create(
        new AwsOptions
        {
            S3Url = new Uri(args[3]),
            Region = args[4],
            AccessKey = args[5],
            SecretKey = args[6],
            SessionToken = args[7],
            PathStyle = true,
            PartMib = 5,
        },
        http);
    var stored = await buckets.UploadAsync(original, "library", "big", "video/mp4", progress: null, CancellationToken.None);
    File.Delete(original);
    await buckets.DownloadAsync(stored, copy, progress: null, CancellationToken.None);
}

async Task CarryOverBoxAsync()
{
    using var files = BoxFiles.Create(
        new BoxOptions
        {
            Grant = BoxGrant.ClientCredentials,
            ApiUrl = new Uri(args[3] + "/2.0"),
            UploadUrl = new Uri(args[3] + "/api/2.0"),
            TokenUrl = new Uri(args[3] + "/oauth2/token"),
            EnterpriseId = args[4],
            ClientId = args[5],
            ClientSecret = args[6],
        },
        http);
    var upload = await files.BeginAsync(args[7], "big.mp4", bytes, CancellationToken.None);
    BoxSent sent;
    await using (var file = File.OpenRead(original))
    {
        sent = await files.SendAsync(upload, file, progress: null, CancellationToken.None);
    }

    File.Delete(original);
    await using var to = File.Create(copy);
    await files.DownloadAsync((await files.CommitAsync(upload, sent, CancellationToken.None)).File!, to, progress: null, CancellationToken.None);
}

// Each block differs from every other, so that none can stand for another.
static void Fill(byte[] content, long at) => new Random((int)(at / Block)).NextBytes(content);
