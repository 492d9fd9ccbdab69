using System.CommandLine;
using Reelway.Bench;

var jobs = new Option<int>("--jobs") { Description = "Jobs of each peer, at most; a slow one does fewer.", DefaultValueFactory = _ => 20_000 };
var seconds = new Option<int>("--seconds") { Description = "How long each is measured, at most.", DefaultValueFactory = _ => 15 };
var concurrency = new Option<int>("--concurrency") { Description = "Jobs in flight.", DefaultValueFactory = _ => 64 };
var only = new Option<string[]>("--only") { Description = "Only those, by name.", AllowMultipleArgumentsPerToken = true };
var json = new Option<bool>("--json") { Description = "One JSON object per case and line." };
var root = new RootCommand("Durable jobs on one PostgreSQL that flushes, ours and others', one process after the other. Compare figures of one run only.")
{
    jobs, seconds, concurrency, only, json,
};
root.SetAction((arguments, cancellation) => PeersBench.RunAsync(
    new PeersLoad(arguments.GetValue(concurrency), arguments.GetValue(jobs), TimeSpan.FromSeconds(arguments.GetValue(seconds))),
    arguments.GetValue(only) ?? [], new FiguresReport(arguments.GetValue(json), Console.Out), cancellation));
return await root.Parse(args).InvokeAsync();
