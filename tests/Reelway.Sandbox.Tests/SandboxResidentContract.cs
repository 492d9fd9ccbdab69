using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.Tests;

/// <summary>What every stand-in keeps to. A new one adds a subclass that says how it is called.</summary>
public abstract class SandboxResidentContract : IAsyncLifetime
{
    private SandboxHttp _http = null!;

    public static TheoryData<FaultEffect> Effects => [.. Enum.GetValues<FaultEffect>()];

    /// <summary>Name in state and faults.</summary>
    public abstract string Name { get; }

    /// <summary>Which requests the calls below make, as the <c>match</c> of a fault.</summary>
    protected virtual string Match => "{}";

    /// <summary>A match that no call fits.</summary>
    protected virtual string OtherMatch => """{"path":"/nowhere"}""";

    /// <summary>Status with which the real one refuses somebody that it does not know.</summary>
    protected abstract int RefusedStatus { get; }

    /// <summary>True where what was refused is kept too, with the reason.</summary>
    protected virtual bool KeepsRefused => false;

    /// <summary>Status of what is too large.</summary>
    protected virtual int TooLargeStatus => 413;

    /// <summary>What must not be seen in the state and on the page.</summary>
    protected abstract IReadOnlyList<string> Secrets { get; }

    /// <summary>Where a large body can be sent to.</summary>
    protected virtual string Path => $"/{Name}/";

    protected virtual SandboxOptions Options => new();

    private SandboxResident Resident => _http.Server.Residents.Single(resident => resident.Name == Name);

    public async ValueTask InitializeAsync() => await StartAsync(Options);

    public async ValueTask DisposeAsync()
    {
        await _http.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task It_starts_empty_and_a_reset_takes_it_back_there()
    {
        var before = await StateAsync();
        Assert.Empty(before["requests"]!.AsArray());

        await PrepareAsync(_http);
        Assert.Equal(200, await CallAsync());
        Assert.NotEqual(before.ToJsonString(), (await StateAsync()).ToJsonString());
        using var reset = await _http.SendAsync(HttpMethod.Delete, "/_sandbox/state");

        Assert.Equal(before.ToJsonString(), (await StateAsync()).ToJsonString());
    }

    [Fact]
    public async Task Another_start_on_the_same_folder_knows_nothing_of_the_first()
    {
        var folder = Directory.CreateTempSubdirectory("reelway-sandbox-test-");
        try
        {
            await _http.DisposeAsync();
            await StartAsync(Options with { DataFolder = folder.FullName });
            var before = await StateAsync();
            await PrepareAsync(_http);
            Assert.Equal(200, await CallAsync());

            await _http.DisposeAsync();
            await StartAsync(Options with { DataFolder = folder.FullName });

            Assert.Equal(before.ToJsonString(), (await StateAsync()).ToJsonString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Effects))]
    public async Task A_fault_on_order_happens_once_and_only_one_that_it_knows(FaultEffect effect)
    {
        await PrepareAsync(_http);
        using var order = await OrderAsync(Match, effect);
        if (!Resident.Effects.Contains(effect))
        {
            Assert.Equal(400, (int)order.StatusCode);
            var problem = await order.Content.ReadFromJsonAsync<JsonElement>(SandboxHttp.Cancellation);
            Assert.StartsWith($"The fault was not ordered: The system \"{Name}\" knows no ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
            return;
        }

        Assert.Equal(201, (int)order.StatusCode);
        var before = await KeptAsync();
        var call = CallAsync();
        if (effect == FaultEffect.Hang)
        {
            await Resident.Requests.WaitAsync(requests => requests.Any(request => request.Fault == effect), SandboxHttp.Cancellation);
            await _http.Server.DisposeAsync();
            Assert.Equal(0, await call);
            return;
        }

        var status = await call;
        Assert.Equal(effect is FaultEffect.Delay or FaultEffect.LostAnswer, before != await KeptAsync());
        Assert.True(
            effect switch
            {
                FaultEffect.Delay => status == 200,
                FaultEffect.Cut or FaultEffect.LostAnswer => status == 0,
                _ => status >= 400,
            },
            $"{effect}: {status}");
        Assert.Empty(_http.Server.Faults.Ordered);
        Assert.Equal(effect == FaultEffect.ExpireToken, await CallAsync() != 200);
    }

    [Fact]
    public async Task A_fault_for_other_requests_or_another_system_does_not_touch_it()
    {
        await PrepareAsync(_http);
        using var elsewhere = await OrderAsync(OtherMatch, FaultEffect.Cut);
        await _http.OrderFaultAsync($$"""{"system":"{{(Name == "webhooks" ? "sqs" : "webhooks")}}","effect":"cut"}""");

        Assert.Equal(200, await CallAsync());

        Assert.Equal(2, _http.Server.Faults.Ordered.Count);
    }

    [Fact]
    public async Task Somebody_that_it_does_not_know_is_refused()
    {
        await PrepareAsync(_http);
        var before = await KeptAsync();

        Assert.Equal(RefusedStatus, await CallAsync(isKnown: false));

        Assert.Equal(KeepsRefused, before != await KeptAsync());
    }

    [Fact]
    public async Task What_is_too_large_is_refused_by_its_announced_length()
        => Assert.Equal(TooLargeStatus, await AnnounceAsync(_http, Resident.LargestBodyBytes + 1));

    [Fact]
    public async Task State_and_page_show_no_secret()
    {
        await PrepareAsync(_http);
        Assert.Equal(200, await CallAsync());

        foreach (var path in new[] { "/_sandbox", "/_sandbox/state", "/_sandbox/faults" })
        {
            using var answer = await _http.SendAsync(HttpMethod.Get, path);
            var text = await answer.Content.ReadAsStringAsync(SandboxHttp.Cancellation);
            Assert.All(Secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Its_part_of_the_configuration_names_this_sandbox_alone()
    {
        var printed = _http.Server.Connections(Resident.Connection(_http.Server.HttpUrl).Name);

        Assert.Contains("127.0.0.1", printed, StringComparison.Ordinal);
        Assert.All(printed.Split("http://")[1..], rest => Assert.StartsWith(_http.Server.HttpUrl.Authority, rest, StringComparison.Ordinal));
    }

    /// <summary>Brings about what a call needs, such as a token.</summary>
    internal virtual Task PrepareAsync(SandboxHttp http) => Task.CompletedTask;

    /// <summary>Makes a call that leaves something in the state.</summary>
    /// <param name="isKnown">False: as somebody without good credentials.</param>
    /// <returns>The status; 200 when it went well, whatever the system calls that.</returns>
    internal abstract Task<int> CallAsync(SandboxHttp http, bool isKnown);

    /// <summary>Announces a body and sends none of it.</summary>
    internal virtual async Task<int> AnnounceAsync(SandboxHttp http, long bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", http.Server.HttpUrl.Port, SandboxHttp.Cancellation);
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"POST {Path} HTTP/1.1\r\nHost: sandbox\r\nContent-Type: application/json\r\nContent-Length: {bytes}\r\n\r\n"), SandboxHttp.Cancellation);
        using var reader = new StreamReader(client.GetStream());
        var line = await reader.ReadLineAsync(SandboxHttp.Cancellation);
        return int.Parse(line!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task StartAsync(SandboxOptions options) => _http = await SandboxHttp.StartAsync(options);

    /// <summary>0 when the connection was cut.</summary>
    private async Task<int> CallAsync(bool isKnown = true)
    {
        try
        {
            return await CallAsync(_http, isKnown);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            return 0;
        }
    }

    private Task<HttpResponseMessage> OrderAsync(string match, FaultEffect effect) => _http.PostJsonAsync(
        "/_sandbox/faults", $$"""{"system":"{{Name}}","match":{{match}},"effect":"{{JsonSerializer.SerializeToElement(effect).GetString()}}","delayMs":1}""");

    private async Task<JsonObject> StateAsync()
    {
        var state = JsonNode.Parse((await _http.StateAsync()).GetProperty(Name).GetRawText())!.AsObject();
        // Of this start and this machine, and nothing that was received.
        state.Remove("port");
        foreach (var attributes in state["queues"]?.AsArray().Select(queue => queue!["attributes"]!.AsObject()) ?? [])
        {
            attributes.Remove("CreatedTimestamp");
            attributes.Remove("LastModifiedTimestamp");
        }

        return state;
    }

    private async Task<string> KeptAsync()
    {
        var state = await StateAsync();
        state.Remove("requests");
        return state.ToJsonString();
    }
}
