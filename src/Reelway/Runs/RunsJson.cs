using System.Text.Json;
using System.Text.Json.Serialization;
using Reelway.Frame.Operations;

namespace Reelway.Runs;

/// <summary>The shapes of the API and of <c>--json</c>, which are the same.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ListOf<RunItem>))]
[JsonSerializable(typeof(RunCounts))]
[JsonSerializable(typeof(RunDetail))]
[JsonSerializable(typeof(LogList))]
[JsonSerializable(typeof(MovedRun))]
[JsonSerializable(typeof(CancelRequest))]
[JsonSerializable(typeof(DecideRequest))]
[JsonSerializable(typeof(ListOf<WorkerItem>))]
[JsonSerializable(typeof(StartRequest))]
[JsonSerializable(typeof(StartAnswer))]
[JsonSerializable(typeof(CountRequest))]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(SignalRequest))]
[JsonSerializable(typeof(ArchiveRequest))]
[JsonSerializable(typeof(ArchiveAnswer))]
[JsonSerializable(typeof(PurgeRequest))]
[JsonSerializable(typeof(PurgeAnswer))]
internal sealed partial class RunsJson : JsonSerializerContext;
