using Reelway.Contracts.Servers;

namespace Reelway.Engine.Tests;

// Everything that the engine promises, on PostgreSQL.
public sealed class PostgresArchiveTests(SharedServers servers) : ArchiveContract(new PostgresStore(servers));

public sealed class PostgresCancelTests(SharedServers servers) : CancelContract(new PostgresStore(servers));

public sealed class PostgresCrashTests(SharedServers servers) : CrashContract(new PostgresStore(servers));

public sealed class PostgresFaultTests(SharedServers servers) : FaultContract(new PostgresStore(servers));

public sealed class PostgresNeedsPersonTests(SharedServers servers) : NeedsPersonContract(new PostgresStore(servers));

public sealed class PostgresOnceTests(SharedServers servers) : OnceContract(new PostgresStore(servers));

public sealed class PostgresOperatorReplayTests(SharedServers servers) : OperatorReplayContract(new PostgresStore(servers));

public sealed class PostgresExecutionSlotsTests(SharedServers servers) : ExecutionSlotsContract(new PostgresStore(servers));

public sealed class PostgresReplayTests(SharedServers servers) : ReplayContract(new PostgresStore(servers));

public sealed class PostgresScopeTests(SharedServers servers) : ScopeContract(new PostgresStore(servers));

public sealed class PostgresSignalTests(SharedServers servers) : SignalContract(new PostgresStore(servers));

public sealed class PostgresStartTests(SharedServers servers) : StartContract(new PostgresStore(servers));

public sealed class PostgresCountTests(SharedServers servers) : CountContract(new PostgresStore(servers));

public sealed class PostgresPlanTests(SharedServers servers) : PlanContract(new PostgresStore(servers));

public sealed class PostgresStartLaterTests(SharedServers servers) : StartLaterContract(new PostgresStore(servers));

public sealed class PostgresStartManyTests(SharedServers servers) : StartManyContract(new PostgresStore(servers));

public sealed class PostgresStepTests(SharedServers servers) : StepContract(new PostgresStore(servers));

public sealed class PostgresWaitTests(SharedServers servers) : WaitContract(new PostgresStore(servers));

public sealed class PostgresWitnessTests(SharedServers servers) : WitnessContract(new PostgresStore(servers));

public sealed class PostgresChangedCodeTests(SharedServers servers) : ChangedCodeContract(new PostgresStore(servers));

public sealed class PostgresChildrenTests(SharedServers servers) : ChildrenContract(new PostgresStore(servers));

public sealed class PostgresParallelTests(SharedServers servers) : ParallelContract(new PostgresStore(servers));

public sealed class PostgresUndoTests(SharedServers servers) : UndoContract(new PostgresStore(servers));

public sealed class PostgresRoundTripTests(SharedServers servers) : RoundTripContract(new PostgresStore(servers));
