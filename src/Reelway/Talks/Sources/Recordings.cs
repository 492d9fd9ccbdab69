using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Engine;

namespace Reelway.Talks.Sources;

/// <summary>Where recordings are fetched from: folders of this machine, and buckets.</summary>
internal sealed class Recordings(TalkConnections connections, TalksOptions options)
{
    /// <summary>Refuses a recording that nothing here can fetch, before any work is put into it.</summary>
    /// <exception cref="FaultException">Its store is not configured; needs a person.</exception>
    public void DemandReachable(TalkRecorded recorded)
    {
        if (FileRecording.PathOf(recorded.Recording) is not null)
        {
            return;
        }

        if (BucketUri.Parse(recorded.Recording) is null || !connections.Has<AwsBuckets>(options.BucketConnection))
        {
            throw FaultException.NeedsPerson(
                $"The recording {recorded.Recording} lies in a store that is not configured here. Set connections.{options.BucketConnection} with the connector aws "
                    + "and retry; or copy it to this machine, hand it in with \"reelway talks submit FILE\", and cancel this run.");
        }
    }

    /// <summary>The file to read the recording from: its own, or a copy of the object that was announced.</summary>
    /// <param name="copy">Where a copy goes.</param>
    /// <exception cref="FaultException">It is gone, or another content has taken its place.</exception>
    public async Task<string> FetchAsync(TalkRecorded recorded, string copy, IProgress<double> progress, CancellationToken cancellation)
    {
        DemandReachable(recorded);
        if (BucketUri.Parse(recorded.Recording) is var (bucket, key))
        {
            return await DownloadAsync(recorded, ObjectOf(bucket, key, recorded.Version), copy, progress, cancellation);
        }

        var path = FileRecording.PathOf(recorded.Recording)!;
        if (!File.Exists(path))
        {
            throw FaultException.NeedsPerson($"The recording {path} is gone. Put it back, then retry.");
        }

        DemandSame(recorded);
        return path;
    }

    /// <summary>Makes sure that a recording was not written while it was read. One that has gone since was read whole, and so was a copy.</summary>
    /// <exception cref="FaultException">Another content has taken its place.</exception>
    public static void DemandSame(TalkRecorded recorded)
    {
        if (FileRecording.PathOf(recorded.Recording) is { } path && new FileInfo(path) is { Exists: true } file
            && FileRecording.VersionOf(file) != recorded.Version)
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

    private async Task<string> DownloadAsync(
        TalkRecorded recorded, BucketObject what, string copy, IProgress<double> progress, CancellationToken cancellation)
    {
        try
        {
            await connections.Buckets(options.BucketConnection).DownloadAsync(what, copy, progress, cancellation);
            return copy;
        }
        catch (ConnectorException fault) when (AwsBuckets.IsChanged(fault))
        {
            throw FaultException.Permanent(
                $"The recording {recorded.Recording} was written again after it was announced, so this run ends. The bucket announces the new content by itself.");
        }
        catch (ConnectorException fault) when (AwsBuckets.IsMissing(fault))
        {
            throw FaultException.NeedsPerson($"The recording {what} is gone. Put it back, then retry.");
        }
    }
}
