using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Engine;
using Reelway.Intake;
using Reelway.Library;
using Reelway.Media;

namespace Reelway.Talks.Sources;

/// <summary>Where recordings are fetched from: folders of this machine, and buckets.</summary>
internal sealed class Recordings(ConnectionPool connections, MediaOptions media)
{
    /// <summary>Refuses a recording that nothing here can fetch, before any work is put into it.</summary>
    /// <exception cref="FaultException">Its store is not configured; needs a person.</exception>
    public void EnsureReachable(TalkRecorded recorded)
    {
        if (FileUri.Parse(recorded.Recording) is not null)
        {
            return;
        }

        if (BucketUri.Parse(recorded.Recording) is null || connections.Find<AwsBuckets>(media.BucketConnection) is null)
        {
            throw FaultException.Setting(
                $"The recording {recorded.Recording} lies in a store that is not configured here.",
                $"Set connections.{media.BucketConnection} with the connector aws and retry; or copy it to this machine, "
                    + "hand it in with \"reelway talks submit FILE\", and cancel this run.");
        }
    }

    /// <summary>The connection that a recording is fetched by; null for a file.</summary>
    public string? ConnectionOf(TalkRecorded recorded) => BucketUri.Parse(recorded.Recording) is null ? null : media.BucketConnection;

    /// <summary>The file to read the recording from: its own, or a copy of the object that was announced.</summary>
    /// <param name="copy">Where a copy goes.</param>
    /// <exception cref="FaultException">It is gone, or another content has taken its place.</exception>
    public async Task<string> FetchAsync(TalkRecorded recorded, string copy, IProgress<double> progress, IStep step)
    {
        EnsureReachable(recorded);
        if (BucketUri.Parse(recorded.Recording) is var (bucket, key))
        {
            return await DownloadAsync(recorded, ObjectOf(bucket, key, recorded.Version), copy, progress, step);
        }

        var path = FileUri.Parse(recorded.Recording)!;
        if (!File.Exists(path))
        {
            throw FaultException.Missing($"The recording {path} is gone.", "Put it back, then retry.");
        }

        EnsureSame(recorded);
        return path;
    }

    /// <summary>Puts captions that lie beside an announced object beside its copy, where <see cref="SideCaptions"/> finds them.</summary>
    /// <param name="copy">Where the copy is.</param>
    public async Task FetchCaptionsAsync(TalkRecorded recorded, string copy, IStep step)
    {
        if (BucketUri.Parse(recorded.Recording) is not var (bucket, key))
        {
            return;
        }

        try
        {
            await FetchCaptionsAsync(bucket, key, copy, step);
        }
        catch (ConnectorException fault) when (fault is { Kind: CallFault.Auth } || AwsBuckets.IsMissing(fault) || AwsBuckets.IsChanged(fault))
        {
            // Whoever may not list a bucket is refused what is not there. The recording itself was just brought, so it is worth its talk.
            step.Log(RunLogLevel.Warning, $"The talk is cut without captions: {fault.Message}");
        }
    }

    /// <summary>Makes sure that a recording was not written while it was read. One that has gone since was read whole, and so was a copy.</summary>
    /// <exception cref="FaultException">Another content has taken its place.</exception>
    public static void EnsureSame(TalkRecorded recorded)
    {
        if (FileUri.Parse(recorded.Recording) is { } path && FileArrival.VersionOf(path) is { } version && version != recorded.Version)
        {
            throw FaultException.Permanent(
                $"The recording {path} was written again after it was handed in, so this run ends. "
                    + "A watched folder hands the new content in by itself; otherwise use \"reelway talks submit FILE\".");
        }
    }

    /// <summary>The object that an event told of: its version, or its content where the bucket keeps no versions.</summary>
    internal static BucketObject ObjectOf(string bucket, string key, string version)
    {
        var parts = version.Split('&').Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .ToDictionary(part => part[0], part => Uri.UnescapeDataString(part[1]), StringComparer.Ordinal);
        return new BucketObject(bucket, key, parts.GetValueOrDefault("version"), parts.GetValueOrDefault("etag"), 0);
    }

    private async Task FetchCaptionsAsync(string bucket, string key, string copy, IStep step)
    {
        var buckets = await connections.UseAsync<AwsBuckets>(step, media.BucketConnection);
        foreach (var extension in SideCaptions.Extensions)
        {
            if (await buckets.FindAsync(bucket, Path.ChangeExtension(key, extension), versionId: null, step.Cancellation) is not { } found)
            {
                continue;
            }

            if (found.Bytes > CaptionFile.MostBytes)
            {
                step.Log(RunLogLevel.Warning, $"The talk is cut without its captions: {found} has {found.Bytes} bytes, more than captions ever have.");
            }
            else
            {
                await buckets.DownloadAsync(found, Path.ChangeExtension(copy, extension), progress: null, step.Cancellation);
            }

            return;
        }
    }

    private async Task<string> DownloadAsync(
        TalkRecorded recorded, BucketObject what, string copy, IProgress<double> progress, IStep step)
    {
        var buckets = await connections.UseAsync<AwsBuckets>(step, media.BucketConnection);
        try
        {
            await buckets.DownloadAsync(what, copy, progress, step.Cancellation);
            return copy;
        }
        catch (ConnectorException fault) when (AwsBuckets.IsChanged(fault))
        {
            throw FaultException.Permanent(
                $"The recording {recorded.Recording} was written again after it was announced, so this run ends. The bucket announces the new content by itself.");
        }
        catch (ConnectorException fault) when (AwsBuckets.IsMissing(fault))
        {
            throw FaultException.Missing($"The recording {what} is gone.", "Put it back, then retry.");
        }
    }
}
