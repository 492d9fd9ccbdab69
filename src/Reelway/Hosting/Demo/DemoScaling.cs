using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reelway.Frame.Cli;
using Reelway.Frame.Server;
using Reelway.Media;
using Reelway.Sandbox;

namespace Reelway.Hosting.Demo;

/// <summary><c>demo --only scaling</c>: a campaign's masters go out to an agency in the sandbox, and what it makes of them comes back.</summary>
internal static class DemoScaling
{
    /// <summary>What <c>--only</c> calls it.</summary>
    public const string Name = "scaling";

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    // The smallest picture there is: what an agency makes of a film may well be a still.
    private static readonly byte[] Picture = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    public static async Task<int> RunAsync(CliCall call, bool keep)
    {
        using var folder = PassingFolder.Open(Path.GetTempPath(), "demo");
        using var runner = new ProcessRunner(new MediaOptions { Folder = folder.Path }, call.Surroundings.Clock);
        var accounts = new SandboxOptions { DataFolder = Path.Combine(folder.Path, "sandbox"), Time = call.Surroundings.Clock };
        await using var sandbox = await SandboxServer.StartAsync(accounts, call.Cancellation);
        var port = FreePort();
        await using var server = await DemoServer.StartAsync(
            runner, await ConfigureAsync(folder.Path, sandbox, accounts, port, call.Cancellation), Path.Combine(folder.Path, "data"), call.Cancellation);
        await server.Api.PostAsync("/api/v1/connections/box/webhooks", new JsonObject { ["address"] = $"http://127.0.0.1:{port}/webhooks/box" }, call.Cancellation);
        await server.Api.PostAsync("/api/v1/schedules/scaling.poll/run", new JsonObject(), call.Cancellation);

        var campaign = await CliProgress.WatchAsync<JsonElement>(call, progress => FollowAsync(server, "a2", "Masters go out", call.Surroundings.Clock, progress, call.Cancellation));
        var masters = campaign.List("masters").ToList();
        var refused = await BringAsync(sandbox, campaign, "still_wrong.gif", call.Cancellation);
        foreach (var (number, master) in masters.Index())
        {
            await BringAsync(sandbox, campaign, string.Create(CultureInfo.InvariantCulture, $"still{number + 1}_30s_IT_{master.Text("trackingId")}.gif"), call.Cancellation);
        }

        campaign = await CliProgress.WatchAsync<JsonElement>(call, progress => FollowAsync(server, "a3", "Derivatives come back", call.Surroundings.Clock, progress, call.Cancellation));
        var page = new Uri(server.Api.Server, $"/scaling/campaigns/{campaign.GetProperty("campaign").Text("id")}");
        var report = new ScalingReport(new ScalingDemo(
            campaign.GetProperty("campaign").Text("name") ?? "", [.. campaign.List("history").Reverse().Select(note => note.Text("sentence") ?? "")],
            [.. masters.Select(master => master.Text("boxName") ?? "")],
            [.. campaign.List("derivatives").Where(one => one.Text("state") == "imported").Select(one => one.Text("cleanName") ?? "").Order(StringComparer.Ordinal)],
            await RefusalAsync(server, refused, call.Cancellation), page));
        call.Console.Show(report, text => Write(text, report.Scaling, keep));
        await call.Surroundings.Out.FlushAsync(CancellationToken.None);
        var code = report.Scaling.Imported.Count == masters.Count && sandbox.OpenText.Campaigns.All(one => one.Fields[accounts.OpenText.StatusField] is ["A3"]) ? ExitCode.Ok : ExitCode.Failed;
        return keep ? await DemoCommand.KeepAsync(call, page, sandbox.HttpUrl, folder.Path, code) : code;
    }

    private static async Task<string> ConfigureAsync(string folder, SandboxServer sandbox, SandboxOptions accounts, int port, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, "reelway.yaml");
        await File.WriteAllTextAsync(
            path,
            $$"""
            # Made by "reelway demo --only scaling". With --keep you can look at everything here while it runs.
            data:
              directory: data
            server:
              urls: ["http://127.0.0.1:0"]
            webhook:
              host: 127.0.0.1
              port: {{port}}
              receivers:
                box: { verifier: box, for: scaling, secrets: ["{{accounts.Box.PrimaryKey}}", "{{accounts.Box.SecondaryKey}}"] }
            notifications:
              enabled: false
            scaling:
              enabled: true
              box: { root_folder: "{{accounts.Box.RootFolderId}}" }
            connections:
            {{sandbox.Connections("dam", "box")}}

            """,
            cancellation);
        return path;
    }

    private static async Task<string> BringAsync(SandboxServer sandbox, JsonElement campaign, string name, CancellationToken cancellation)
    {
        using var content = new MemoryStream(Picture);
        var folder = campaign.GetProperty("campaign").Text("boxFolder")!.Split('/')[^1];
        return (await sandbox.Box.PutAsync(folder, name, content, cancellation)).Id;
    }

    private static async Task<JsonElement> FollowAsync(
        DemoServer server, string status, string doing, TimeProvider clock, IProgress<CliProgress.Doing> progress, CancellationToken cancellation)
    {
        progress.Report(new(doing, null));
        for (var since = clock.GetTimestamp(); clock.GetElapsedTime(since) < Limit; await Task.Delay(Between, clock, cancellation))
        {
            await server.CheckAsync();
            if ((await server.Api.GetAsync($"/api/v1/scaling/campaigns?status={status}", cancellation)).List("items").FirstOrDefault() is { ValueKind: JsonValueKind.Object } found)
            {
                return await server.Api.GetAsync($"/api/v1/scaling/campaigns/{found.Text("id")}", cancellation);
            }
        }

        throw new CliException(ExitCode.Failed, $"The campaign was not at {status.ToUpperInvariant()} within {Limit.TotalMinutes:0} minutes; look at it with --keep.");
    }

    private static async Task<string> RefusalAsync(DemoServer server, string file, CancellationToken cancellation)
        => (await server.Api.GetAsync("/api/v1/runs?flow=scaling.receive", cancellation)).List("items").FirstOrDefault(run => run.Text("key")?.StartsWith(file, StringComparison.Ordinal) == true) is { ValueKind: JsonValueKind.Object } run
            ? run.Text("why") ?? "" : "";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Write(CliText text, ScalingDemo demo, bool keeps)
    {
        text.Line($"THE CAMPAIGN \"{demo.Campaign}\"");
        text.Line();
        text.Line("ITS MASTERS, in the agency's folder under their tracking ids");
        foreach (var master in demo.Masters)
        {
            text.Line($"  {master}");
        }

        text.Line();
        text.Line("WHAT THE AGENCY MADE OF THEM, in the DAM");
        foreach (var derivative in demo.Imported)
        {
            text.Line($"  {derivative}");
        }

        text.Line();
        text.Line($"REFUSED: {demo.Refused}");
        text.Line($"HISTORY: {string.Join(' ', demo.History)}");
        text.Pairs(("page", demo.Page.ToString()));
        if (!keeps)
        {
            text.Line("It has ended with the demo; reelway demo --only scaling --keep leaves it running until Ctrl-C.");
        }
    }

    /// <summary>What <c>--json</c> prints.</summary>
    internal sealed record ScalingReport(ScalingDemo Scaling);

    /// <param name="History">What became of the campaign, in order.</param>
    /// <param name="Masters">Their names in Box.</param>
    /// <param name="Imported">The names in the DAM of what came back.</param>
    /// <param name="Refused">Why a file with a wrong name was not taken.</param>
    /// <param name="Page">Address of the page, good while the demo runs.</param>
    internal sealed record ScalingDemo(string Campaign, IReadOnlyList<string> History, IReadOnlyList<string> Masters, IReadOnlyList<string> Imported, string Refused, Uri Page);
}
