using Microsoft.Extensions.Logging;

namespace Reelway.Engine;

/// <summary>The engine's log messages: event ids 1000 to 1099.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(1000, LogLevel.Information, "Run {RunId} of {Flow} is {State} after {ElapsedMs} ms")]
    public static partial void RunLeft(this ILogger log, RunId runId, string flow, string state, double elapsedMs);

    [LoggerMessage(1001, LogLevel.Warning, "Run {RunId} was given up here")]
    public static partial void RunGivenUp(this ILogger log, RunId runId, Exception failure);

    [LoggerMessage(1002, LogLevel.Error, "Step {Step} of run {RunId} failed with an exception that no fault stands for")]
    public static partial void UnclassifiedFault(this ILogger log, RunId runId, string step, Exception failure);

    [LoggerMessage(1003, LogLevel.Warning, "The database can't be written; repeated in {PauseMs} ms: {Reason}")]
    public static partial void WriteRepeated(this ILogger log, double pauseMs, string reason);

    [LoggerMessage(1004, LogLevel.Error, "The dispatcher failed and goes on")]
    public static partial void DispatcherFailed(this ILogger log, Exception failure);

    [LoggerMessage(1005, LogLevel.Information, "Took over {Count} interrupted runs")]
    public static partial void RunsRecovered(this ILogger log, int count);

    [LoggerMessage(1006, LogLevel.Information, "Stopping: {Count} runs finish their current step (at most {GraceSeconds} s)")]
    public static partial void Draining(this ILogger log, int count, double graceSeconds);

    [LoggerMessage(1007, LogLevel.Information, "Run key {Key} of {Flow} came again with another input; the first is kept")]
    public static partial void InputDiffers(this ILogger log, string flow, string key);

    [LoggerMessage(1008, LogLevel.Error, "The code of flow {Flow} failed outside its steps in run {RunId}")]
    public static partial void FlowFailed(this ILogger log, RunId runId, string flow, Exception failure);

    [LoggerMessage(1009, LogLevel.Warning, "Worker {Worker} has lost its lease, or can't renew it in time: it stops its steps; others take over its runs")]
    public static partial void LeaseLost(this ILogger log, string worker);

    [LoggerMessage(1010, LogLevel.Warning, "The lease could not be renewed: {Reason}")]
    public static partial void LeaseNotRenewed(this ILogger log, string reason);

    [LoggerMessage(1011, LogLevel.Information, "Worker {Worker} could not say that it leaves; its lease ends by itself: {Reason}")]
    public static partial void NotLeft(this ILogger log, string worker, string reason);

    [LoggerMessage(1012, LogLevel.Warning, "Worker {Worker} gave no sign of life in time; {Count} of its runs are taken over")]
    public static partial void WorkerTakenOver(this ILogger log, string worker, int count);

    [LoggerMessage(1013, LogLevel.Information, "Works as {Worker} on the queues {Queues}")]
    public static partial void Works(this ILogger log, string worker, string queues);

    [LoggerMessage(1014, LogLevel.Warning, "Nobody can execute {Count} open runs of {Flow} version {Version}; start a program that has it, or cancel them")]
    public static partial void NobodyExecutes(this ILogger log, long count, string flow, int version);

    [LoggerMessage(1015, LogLevel.Warning, "Whether somebody can execute all open runs could not be looked up: {Reason}")]
    public static partial void NotLookedUp(this ILogger log, string reason);

    [LoggerMessage(1018, LogLevel.Warning, "What is at work can't be noted in {Path}, so that after a crash no run can be named as its cause: {Reason}")]
    public static partial void NotNoted(this ILogger logger, string path, string reason);

    [LoggerMessage(1019, LogLevel.Error, "Step {Step} of run {RunId} was ended and does not end")]
    public static partial void StepDoesNotEnd(this ILogger logger, string step, RunId runId);

    [LoggerMessage(1051, LogLevel.Warning, "A transaction has been open for {Seconds} s in the database ({Who}; process {Pid}, {State}): it holds back vacuum and slows every claim. End it: SELECT pg_terminate_backend({Pid})")]
    public static partial void TransactionLeftOpen(this ILogger log, long seconds, string who, long pid, string state);

    [LoggerMessage(1052, LogLevel.Debug, "Whether transactions are left open could not be looked up: {Reason}")]
    public static partial void NotLookedForLongTransactions(this ILogger log, string reason);

    [LoggerMessage(1050, LogLevel.Warning, "The gauges of the database are left out until it answers: {Reason}")]
    public static partial void GaugesUnreadable(this ILogger log, string reason);
}
