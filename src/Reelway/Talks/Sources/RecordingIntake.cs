using Reelway.Engine;
using Reelway.Storage;

namespace Reelway.Talks.Sources;

/// <summary>Takes recordings in: each becomes one run, whatever is repeated, late or out of order.</summary>
internal sealed partial class RecordingIntake(IRuns runs, ILogger<RecordingIntake> logger)
{
    /// <summary>Takes in a file as it is now.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public Task<TakenIn> TakeFileAsync(string path, CancellationToken cancellation)
    {
        var file = Path.GetFullPath(path);
        return FileRecording.Find(file) is { } recorded
            ? TakeAsync(recorded, cancellation)
            : throw new FileNotFoundException($"There is no file {file}; name an existing recording.", file);
    }

    /// <summary>Takes in all recordings that an event of S3 tells of, also when other records of it can't be read.</summary>
    /// <exception cref="UnreadableEventException">The text is no such event, or none of its records can be read; nothing was taken in.</exception>
    public async Task<TakenInEvent> TakeEventAsync(string text, CancellationToken cancellation)
    {
        var read = S3EventReader.Read(text);
        var taken = new List<TakenIn>();
        var ignored = new List<string>(read.Ignored);
        foreach (var recording in read.Recordings)
        {
            try
            {
                taken.Add(await TakeAsync(recording.ToTalkRecorded(), session => TalkStore.NoteEventAsync(session, recording), cancellation));
            }
            catch (OvertakenException)
            {
                ignored.Add($"{recording.Key}: a newer event of it has been seen");
            }
        }

        return new TakenInEvent(taken, ignored, read.Unreadable);
    }

    /// <summary>Takes in one recording.</summary>
    public Task<TakenIn> TakeAsync(TalkRecorded recorded, CancellationToken cancellation) => TakeAsync(recorded, also: null, cancellation);

    private async Task<TakenIn> TakeAsync(TalkRecorded recorded, Func<IDbSession, Task>? also, CancellationToken cancellation)
    {
        var started = await runs.StartAsync(PublishTalk.Flow, recorded.SubjectKey, recorded, also, cancellation);
        if (started.InputDiffers)
        {
            LogDifferentInput(recorded.Recording, started.Id);
        }

        return new TakenIn(started.Id, started.Created, recorded.Title);
    }

    [LoggerMessage(3001, LogLevel.Warning, "{Recording} was announced again with other details; run {RunId} keeps the first ones")]
    private partial void LogDifferentInput(string recording, RunId runId);
}

/// <summary>A recording that was taken in.</summary>
/// <param name="Created">False when the run existed already.</param>
internal sealed record TakenIn(RunId Run, bool Created, string Title);

/// <summary>What became of an event.</summary>
/// <param name="Ignored">What was not acted on, and why.</param>
/// <param name="Unreadable">What is wrong with records that can't be read, beside those that can.</param>
internal sealed record TakenInEvent(IReadOnlyList<TakenIn> Taken, IReadOnlyList<string> Ignored, IReadOnlyList<string> Unreadable);
