using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Reelway.Contracts;
using Reelway.Contracts.Time;
using Reelway.EndToEnd.Tests.Kills;

namespace Reelway.EndToEnd.Tests.Deliveries;

/// <summary>Servers on one database whose runs fail or need a person, and whom that is announced to. Servers come and go.</summary>
internal sealed class DeliverySite : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<ServerProcess> _servers = [];

    private DeliverySite(MoodyReceiver receiver) => Receiver = receiver;

    public MoodyReceiver Receiver { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="storage">The shared database; null: a file in the server's own folder.</param>
    public static async Task<DeliverySite> CreateAsync(string? storage = null)
    {
        var site = new DeliverySite(await MoodyReceiver.StartAsync(Cancellation));
        await File.WriteAllTextAsync(site._folder["talks.csv"], "Title,Start,End,Stage,Speakers,Description,Link\nBees,0:01,0:05,Harbour,,About bees.,\n", Cancellation);
        await File.WriteAllTextAsync(site._folder["key"], Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), Cancellation);
        File.SetUnixFileMode(site._folder["key"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        foreach (var server in new[] { "a", "b", "c" })
        {
            await File.WriteAllTextAsync(site._folder[$"{server}.yaml"], $$"""
                data: { directory: data-{{server}} }
                {{(storage is null ? "" : $"storage: {{ url: \"{storage}\" }}")}}
                secrets: { key_file: key }
                server: { urls: ["http://127.0.0.1:0"] }
                engine: { lease: 4s, self_stop: 2s, heartbeat: 400ms, sweep: 500ms }
                urls: { allow: ["127.0.0.1"] }
                talks: { sheet: talks.csv }
                media: { library: "file:library" }

                """, Cancellation);
        }

        return site;
    }

    /// <summary>Starts one of the servers, again after its death, and waits until it answers.</summary>
    public async Task<ServerProcess> StartAsync(string server)
    {
        var process = ServerProcess.Start(_folder[$"{server}.yaml"], _folder[$"data-{server}"]);
        _servers.Add(process);
        await process.UntilAsync("it serves", async () => await process.FindAsync(http => http.GetFromJsonAsync<JsonElement?>("api/v1/webhooks", Cancellation)) is not null);
        return process;
    }

    public Task AddEndpointAsync(ServerProcess server, string name) => server.PostAsync("webhooks", new { name, url = Receiver.UrlOf(name) });

    /// <summary>Starts runs that fail at once, and one that needs a person.</summary>
    /// <returns>Their ids, which are durable.</returns>
    public static async Task<IReadOnlyList<string>> StartRunsAsync(ServerProcess server, string batch, int failing)
    {
        var failed = await server.PostAsync("runs", new { flow = "probe", key = batch, input = new { url = "nowhere" }, count = failing });
        var asking = await server.PostAsync("runs", new { flow = "talks.publish", key = batch, input = new { recording = $"file:///{batch}.mp4", title = "Owls", version = "1" } });
        return [.. new[] { failed, asking }.SelectMany(answer => answer.GetProperty("items").EnumerateArray()).Select(item => item.GetProperty("id").GetString()!)];
    }

    /// <summary>Waits until the receiver has been called so often.</summary>
    public Task CalledAsync(int times) => UntilAsync($"{times} calls", () => Receiver.All.Count >= times);

    public Task UntilAsync(string what, Func<bool> condition) => Eventually.TrueAsync(
        condition, what, Cancellation,
        () => string.Join('\n', [.. Receiver.All.CountBy(call => (call.Receiver, call.Type, call.Taken)).Select(count => $"{count}"), .. _servers.Select(server => server.Said())]));

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await Receiver.DisposeAsync();
        _folder.Dispose();
    }
}
