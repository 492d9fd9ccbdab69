using Microsoft.Extensions.Logging;

namespace Reelway.Media;

/// <summary>Log messages of media work; events 2000 to 2099.</summary>
internal static partial class MediaLog
{
    [LoggerMessage(2001, LogLevel.Warning, "The scratch folder {Path} could not be removed; the next start tries again")]
    public static partial void ScratchStays(this ILogger log, string path, Exception fault);

    [LoggerMessage(2002, LogLevel.Warning, "An earlier start was cut off: {Processes} of its programs were still running and were ended, {Folders} scratch folders were removed")]
    public static partial void LeftoversRemoved(this ILogger log, int processes, int folders);

    [LoggerMessage(2003, LogLevel.Warning, "The smart render of {Source} did not pass its proof and is encoded in full instead: {Failures}")]
    public static partial void SmartRenderDiscarded(this ILogger log, string source, string failures);
}
