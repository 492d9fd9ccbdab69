using System.CommandLine;
using Reelway.Bench;

var concurrency = new Option<int>("--concurrency") { Description = "Runs in flight.", DefaultValueFactory = _ => 64 };
var runs = new Option<int>("--runs") { Description = "Runs of five steps in each case.", DefaultValueFactory = _ => 5000 };
var store = new Option<string>("--store") { Description = "sqlite or postgres.", DefaultValueFactory = _ => "sqlite" };
store.AcceptOnlyFromAmong("sqlite", "postgres");
var json = new Option<bool>("--json") { Description = "One JSON object per case and line." };
var engine = new Command("engine", "The raw disk, the bare group commit and our runs of five steps that do nothing.") { store, concurrency, runs, json };
engine.SetAction((arguments, cancellation) => EngineBench.RunAsync(
    arguments.GetValue(store)!, arguments.GetValue(concurrency), arguments.GetValue(runs), new Report(arguments.GetValue(json), Console.Out), cancellation));
var waiting = new Option<int>("--waiting") { Description = "Runs that wait for a time far away.", DefaultValueFactory = _ => 1_000_000 };
var timers = new Command("timers", "Timers, claims and wakes while very many runs wait, and the recovery of a dead worker's runs.") { store, waiting, json };
timers.SetAction((arguments, cancellation) => TimersBench.RunAsync(
    arguments.GetValue(store)!, arguments.GetValue(waiting), new FiguresReport(arguments.GetValue(json), Console.Out), cancellation));
var connections = new Option<int>("--connections") { Description = "Connections of the load.", DefaultValueFactory = _ => 64 };
var seconds = new Option<int>("--seconds") { Description = "How long each endpoint is loaded.", DefaultValueFactory = _ => 10 };
var ingest = new Command("ingest", "Runs started over HTTP, beside an endpoint that stores nothing.") { store, connections, seconds, json };
ingest.SetAction((arguments, cancellation) => IngestBench.RunAsync(
    arguments.GetValue(store)!, arguments.GetValue(connections), arguments.GetValue(seconds), new FiguresReport(arguments.GetValue(json), Console.Out), cancellation));
var perSecond = new Option<int>("--rate") { Description = "Deliveries sent each second in the first part.", DefaultValueFactory = _ => 500 };
var incoming = new Command("incoming", "Signed deliveries at the public listener, each durable before its answer, beside the same listener without a store.") { store, perSecond, connections, seconds, json };
incoming.SetAction((arguments, cancellation) => IncomingBench.RunAsync(
    arguments.GetValue(store)!, arguments.GetValue(perSecond), arguments.GetValue(connections), arguments.GetValue(seconds), new FiguresReport(arguments.GetValue(json), Console.Out), cancellation));
var workers = new Option<int>("--workers") { Description = "Idle workers.", DefaultValueFactory = _ => 50 };
var pickups = new Option<int>("--runs") { Description = "Runs that are picked up in each case.", DefaultValueFactory = _ => 400 };
var doorbell = new Command("doorbell", "How soon one of many idle workers picks up a run, and what that costs the database.") { workers, pickups, json };
doorbell.SetAction((arguments, cancellation) => DoorbellBench.RunAsync(
    arguments.GetValue(workers), arguments.GetValue(pickups), new DoorbellReport(arguments.GetValue(json), Console.Out), cancellation));
var rate = new Option<int>("--rate") { Description = "Runs of five steps started each second.", DefaultValueFactory = _ => 800 };
var held = new Option<int>("--seconds") { Description = "How long it is measured without the open transaction, and how long with it.", DefaultValueFactory = _ => 60 };
var snapshot = new Command("snapshot", "Claims on PostgreSQL while somebody leaves a transaction open.") { rate, held, json };
snapshot.SetAction((arguments, cancellation) => SnapshotBench.RunAsync(
    arguments.GetValue(rate), arguments.GetValue(held), new FiguresReport(arguments.GetValue(json), Console.Out), cancellation));
var minutes = new Option<int[]>("--minutes") { Description = "Lengths of the recordings.", DefaultValueFactory = _ => [10, 30], AllowMultipleArgumentsPerToken = true };
var excerpt = new Option<int?>("--excerpt") { Description = "Measure full renders on so many seconds of the range, and scale." };
var video = new Command("video", "Cuts of a talk: full, smart with encoded and with spliced sound, and a bare stream copy.") { minutes, excerpt, json };
video.SetAction((arguments, cancellation) => VideoBench.RunAsync(
    arguments.GetRequiredValue(minutes), arguments.GetValue(excerpt) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    new VideoReport(arguments.GetValue(json), Console.Out), cancellation));
var count = new Option<int>("--events") { Description = "Events in each case.", DefaultValueFactory = _ => 20_000 };
var events = new Command("events", "Events recorded, and brought to a subscriber, beside the bare group commit.") { store, concurrency, count, json };
events.SetAction((arguments, cancellation) => EventsBench.RunAsync(
    arguments.GetValue(store)!, arguments.GetValue(concurrency), arguments.GetValue(count), new FiguresReport(arguments.GetValue(json), Console.Out), cancellation));
var webhooks = new Command("webhooks", "Events recorded and delivered to local endpoints, beside the bare HTTP client; what a dead endpoint costs the others.") { store, concurrency, count, json };
webhooks.SetAction((arguments, cancellation) => WebhooksBench.RunAsync(
    arguments.GetValue(store)!, arguments.GetValue(concurrency), arguments.GetValue(count), new FiguresReport(arguments.GetValue(json), Console.Out), cancellation));
var tables = new Option<int>("--schedules") { Description = "Schedules that wait.", DefaultValueFactory = _ => 10_000 };
var schedules = new Command("schedules", "How late slots begin while very many schedules wait, and what their waiting costs.") { store, tables, json };
schedules.SetAction((arguments, cancellation) => SchedulesBench.RunAsync(
    arguments.GetValue(store)!, arguments.GetValue(tables), new FiguresReport(arguments.GetValue(json), Console.Out), cancellation));
var others = new Option<string>("--waiting") { Description = "Posts that wait for a time far away, a case each: 1000,1000000.", DefaultValueFactory = _ => "1000,1000000" };
var posts = new Command("posts", "How long after its instant a post begins and is at the network, while very many wait and 50 are due a second.") { store, others, json };
posts.SetAction((arguments, cancellation) => PostsBench.RunAsync(
    arguments.GetValue(store)!, [.. arguments.GetValue(others)!.Split(',').Select(int.Parse)], new FiguresReport(arguments.GetValue(json), Console.Out), cancellation));
return await new RootCommand("Measures Reelway. Compare figures of one run only: machines differ.")
{
    engine, timers, ingest, incoming, doorbell, snapshot, video, events, webhooks, schedules, posts,
}.Parse(args).InvokeAsync();
