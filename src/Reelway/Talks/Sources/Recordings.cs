using Reelway.Engine;

namespace Reelway.Talks.Sources;

/// <summary>Where recordings are fetched from: folders of this machine. Buckets join here.</summary>
internal static class Recordings
{
    /// <summary>Refuses a recording that nothing here can fetch, before any work is put into it.</summary>
    /// <exception cref="FaultException">Its store is not configured; needs a person.</exception>
    public static string PathOf(TalkRecorded recorded)
        => FileRecording.PathOf(recorded.Recording) ?? throw FaultException.NeedsPerson(
            $"The recording {recorded.Recording} lies in a store that is not configured here. Copy it to this machine, hand it in with "
                + "\"reelway talks submit FILE\", and cancel this run.");

    /// <summary>The file to read the recording from.</summary>
    /// <exception cref="FaultException">It is gone, or another content has taken its place.</exception>
    public static string Fetch(TalkRecorded recorded)
    {
        var path = PathOf(recorded);
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw FaultException.NeedsPerson($"The recording {path} is gone. Put it back, then retry.");
        }

        DemandSame(recorded);
        return path;
    }

    /// <summary>Makes sure that a recording was not written while it was read. One that has gone since was read whole.</summary>
    /// <exception cref="FaultException">Another content has taken its place.</exception>
    public static void DemandSame(TalkRecorded recorded)
    {
        var path = PathOf(recorded);
        var file = new FileInfo(path);
        if (file.Exists && FileRecording.VersionOf(file) != recorded.Version)
        {
            throw FaultException.Permanent(
                $"The recording {path} was written again after it was handed in, so this run ends. "
                    + "A watched folder hands the new content in by itself; otherwise use \"reelway talks submit FILE\".");
        }
    }
}
