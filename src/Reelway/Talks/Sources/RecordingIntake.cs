using Reelway.Engine;
using Reelway.Intake;

namespace Reelway.Talks.Sources;

/// <summary>Takes recordings in.</summary>
internal sealed partial class RecordingIntake(IRuns runs, ILogger<RecordingIntake> logger) : IntakeHandler
{
    /// <inheritdoc/>
    public override string? WhyPassedBy(string name) => RecordingNames.WhyPassedBy(name);

    /// <summary>Takes in a file as it is now.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public Task<TakenIn> TakeFileAsync(string path, CancellationToken cancellation)
    {
        var file = Path.GetFullPath(path);
        return FileArrival.Find(file) is { } found
            ? TakeAsync(found, announced: null, cancellation)
            : throw new FileNotFoundException($"There is no file {file}; name an existing recording.", file);
    }

    /// <inheritdoc/>
    public override async Task<TakenIn> TakeAsync(Arrival arrival, S3Object? announced, CancellationToken cancellation)
    {
        var recorded = TalkRecorded.Of(arrival);
        var started = await runs.StartAsync(
            PublishTalk.Flow, recorded.SubjectKey, recorded, announced is null ? null : session => TalkStore.NoteEventAsync(session, announced), cancellation);
        if (started.InputDiffers)
        {
            LogDifferentInput(recorded.Recording, started.Id);
        }

        return new TakenIn(started.Id, started.Created, recorded.Title);
    }

    [LoggerMessage(3001, LogLevel.Warning, "{Recording} was announced again with other details; run {RunId} keeps the first ones")]
    private partial void LogDifferentInput(string recording, RunId runId);
}
