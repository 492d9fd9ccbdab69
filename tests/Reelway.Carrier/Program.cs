using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connectors;
using Reelway.Connectors.Aws;

// FOLDER BYTES S3_URL REGION ACCESS_KEY SECRET_KEY SESSION_TOKEN: makes a file of so many bytes, brings it into a bucket and fetches it again.
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
using var buckets = AwsBuckets.Create(
    new AwsOptions
    {
        S3Url = new Uri(args[2]),
        Region = args[3],
        AccessKey = args[4],
        SecretKey = args[5],
        SessionToken = args[6],
        PathStyle = true,
        PartMib = 5,
    },
    http);
var stored = await buckets.UploadAsync(original, "library", "big", "video/mp4", progress: null, CancellationToken.None);
File.Delete(original);
await buckets.DownloadAsync(stored, copy, progress: null, CancellationToken.None);

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

// Each block differs from every other, so that none can stand for another.
static void Fill(byte[] content, long at) => new Random((int)(at / Block)).NextBytes(content);
