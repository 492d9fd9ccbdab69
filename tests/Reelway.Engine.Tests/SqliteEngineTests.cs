namespace Reelway.Engine.Tests;

// Everything that the engine promises, on SQLite.
public sealed class SqliteArchiveTests() : ArchiveContract(new SqliteStore());

public sealed class SqliteCancelTests() : CancelContract(new SqliteStore());

public sealed class SqliteCrashTests() : CrashContract(new SqliteStore());

public sealed class SqliteFaultTests() : FaultContract(new SqliteStore());

public sealed class SqliteNeedsPersonTests() : NeedsPersonContract(new SqliteStore());

public sealed class SqliteOnceTests() : OnceContract(new SqliteStore());

public sealed class SqliteOperatorReplayTests() : OperatorReplayContract(new SqliteStore());

public sealed class SqliteExecutionSlotsTests() : ExecutionSlotsContract(new SqliteStore());

public sealed class SqliteReplayTests() : ReplayContract(new SqliteStore());

public sealed class SqliteScopeTests() : ScopeContract(new SqliteStore());

public sealed class SqliteSignalTests() : SignalContract(new SqliteStore());

public sealed class SqliteStartTests() : StartContract(new SqliteStore());

public sealed class SqliteCountTests() : CountContract(new SqliteStore());

public sealed class SqlitePlanTests() : PlanContract(new SqliteStore());

public sealed class SqliteStartLaterTests() : StartLaterContract(new SqliteStore());

public sealed class SqliteStartManyTests() : StartManyContract(new SqliteStore());

public sealed class SqliteStepTests() : StepContract(new SqliteStore());

public sealed class SqliteWaitTests() : WaitContract(new SqliteStore());

public sealed class SqliteWitnessTests() : WitnessContract(new SqliteStore());

public sealed class SqliteChangedCodeTests() : ChangedCodeContract(new SqliteStore());

public sealed class SqliteChildrenTests() : ChildrenContract(new SqliteStore());

public sealed class SqliteParallelTests() : ParallelContract(new SqliteStore());

public sealed class SqliteUndoTests() : UndoContract(new SqliteStore());

public sealed class SqliteRoundTripTests() : RoundTripContract(new SqliteStore());
