using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Contracts.Connectors;
using Reelway.Contracts.Library;
using Reelway.Library;
using Reelway.Media;

namespace Reelway.Tests.Library;

/// <summary>Libraries in a bucket of a store, straight or by a line that misbehaves.</summary>
internal static class BucketLibraries
{
    /// <summary>A library of the store that the options name.</summary>
    public static MediaLibrary Open(string bucket, AwsOptions options, Action<IDisposable> own)
    {
        var log = new CapturedLog();
        var http = new ConnectorHttp(TimeProvider.System, log);
        var buckets = AwsBuckets.Create(options, http);
        own(buckets);
        own(http);
        own(log);
        return new MediaLibrary(new MediaOptions { Library = $"s3://{bucket}/clips" }, Path.GetTempPath(), _ => buckets);
    }

    /// <summary>The same by a line to it.</summary>
    /// <param name="server">The store without its path.</param>
    /// <param name="options">Makes the options for the address that is to be called.</param>
    public static FaultyLibrary OpenBehindLine(Uri server, string bucket, Func<Uri, AwsOptions> options, Action<IDisposable> own)
    {
        var relay = new HttpRelay(server);
        var line = new ScriptedHttpServer { Behind = relay.PassAsync };
        var library = Open(bucket, options(line.Url), own);
        own(relay);
        return new FaultyLibrary(library, line);
    }
}
