using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Reelway.Media;

namespace Reelway.Contracts.Servers;

/// <summary>A RabbitMQ of its own: the distribution's program on free loopback ports, with an epmd of its own, gone with everything it stored when the test is over.</summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    private const string User = "reelway";

    private readonly ServerFolder _folder;
    private readonly string _password = RandomNumberGenerator.GetHexString(24, lowercase: true);
    private readonly int _managementPort = FreePort.Next();
    private readonly int _epmdPort = FreePort.Next();
    private readonly int _distributionPort = FreePort.Next();
    private readonly HttpClient _management;
    private ServerProcess? _epmd;
    private ServerProcess? _process;
    private int _spaces;

    private RabbitMqServer(ServerFolder folder)
    {
        _folder = folder;
        _management = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri($"http://127.0.0.1:{_managementPort}/api/") };
        _management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{_password}")));
    }

    /// <summary>Why there can be none on this machine; null when there can.</summary>
    public static string? Missing { get; } = FindProgram() is null || ToolPath.Find("epmd") is null
        ? "RabbitMQ is not installed (Debian: apt install rabbitmq-server; ./test does it without the service)"
        : null;

    public int Port { get; } = FreePort.Next();

    /// <summary>Everything it stores; its programs run in it.</summary>
    public string Folder => _folder.FullPath;

    public static async Task<RabbitMqServer> StartAsync(CancellationToken cancellation)
    {
        var server = new RabbitMqServer(await ServerFolder.CreateAsync(cancellation));
        try
        {
            await server.ConfigureAsync(cancellation);
            await server.StartEpmdAsync();
            await server.ContinueAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A virtual host of its own: queues and exchanges of the same names in two of them have nothing to do with each other.</summary>
    public async Task<RabbitMqSpace> CreateSpaceAsync(CancellationToken cancellation)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test-{Interlocked.Increment(ref _spaces)}");
        using var created = await _management.PutAsync($"vhosts/{name}", null, cancellation);
        created.EnsureSuccessStatusCode();
        using var permissions = new StringContent("""{"configure":".*","write":".*","read":".*"}""", Encoding.UTF8, "application/json");
        using var permitted = await _management.PutAsync($"permissions/{name}/{User}", permissions, cancellation);
        permitted.EnsureSuccessStatusCode();
        return new RabbitMqSpace(this, _management, name, User, _password);
    }

    /// <summary>Starts it again on its port, with what it stored, after <see cref="StopAsync"/>.</summary>
    public async Task ContinueAsync(CancellationToken cancellation)
    {
        _process = await ServerProcess.StartAsync(new ServerStart(FindProgram()!, [], _folder["rabbitmq.log"])
        {
            Environment = Environment(),
            DeathSignal = ServerSignal.Kill,
        });
        await _process.ReadyAsync(() => AnswersAsync(cancellation), cancellation);
    }

    /// <summary>Stops it and leaves what it stored.</summary>
    /// <param name="immediate">By force, without closing connections or writing anything out.</param>
    public async Task StopAsync(bool immediate, CancellationToken cancellation)
    {
        if (_process is { } process)
        {
            await process.StopAsync(immediate ? ServerSignal.Kill : ServerSignal.Term, cancellation);
            await process.DisposeAsync();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _management.Dispose();
        await StopAsync(immediate: true, CancellationToken.None);
        if (_epmd is { } epmd)
        {
            await epmd.DisposeAsync();
            _epmd = null;
        }

        await _folder.DisposeAsync();
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            // The listeners are the last thing that it starts.
            using var answer = await _management.GetAsync("health/checks/port-listener/" + Port.ToString(CultureInfo.InvariantCulture), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet
        }
    }

    private async Task ConfigureAsync(CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(_folder["enabled_plugins"], "[rabbitmq_management].\n", cancellation);

        // The alarm for a disk that fills up would hold back publishers of a test on a machine with little room.
        await File.WriteAllTextAsync(
            _folder["rabbitmq.conf"],
            $"""
            listeners.tcp.1 = 127.0.0.1:{Port}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {_managementPort}
            default_user = {User}
            default_pass = {_password}
            disk_free_limit.absolute = 1MB
            log.console.level = warning

            """,
            cancellation);
    }

    /// <summary>Started before the broker, which else would start one that stays behind.</summary>
    private async Task StartEpmdAsync()
        => _epmd = await ServerProcess.StartAsync(new ServerStart(
            ToolPath.Find("epmd")!,
            ["-port", _epmdPort.ToString(CultureInfo.InvariantCulture), "-address", "127.0.0.1"],
            _folder["epmd.log"])
        { DeathSignal = ServerSignal.Kill });

    private Dictionary<string, string> Environment() => new()
    {
        ["HOME"] = _folder.FullPath,
        ["ERL_EPMD_PORT"] = _epmdPort.ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODENAME"] = $"reelway{Port}@localhost",
        ["RABBITMQ_DIST_PORT"] = _distributionPort.ToString(CultureInfo.InvariantCulture),
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
        ["RABBITMQ_CONF_ENV_FILE"] = _folder["none"],
        ["RABBITMQ_CONFIG_FILE"] = _folder["rabbitmq"],
        ["RABBITMQ_ADVANCED_CONFIG_FILE"] = _folder["none.config"],
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = _folder["enabled_plugins"],
        ["RABBITMQ_FEATURE_FLAGS_FILE"] = _folder["feature_flags"],
        ["RABBITMQ_MNESIA_BASE"] = _folder["mnesia"],
        ["RABBITMQ_LOG_BASE"] = _folder["log"],
        ["RABBITMQ_LOGS"] = "-",
        ["RABBITMQ_PID_FILE"] = _folder["pid"],

        // Then the script replaces itself by the broker, and the id that we know is the broker's.
        ["RUNNING_UNDER_SYSTEMD"] = "true",
    };

    /// <summary>The program itself: what Debian puts into the search path asks for its own user and folders.</summary>
    private static string? FindProgram()
    {
        const string debian = "/usr/lib/rabbitmq/bin/rabbitmq-server";
        return File.Exists(debian) ? debian : ToolPath.Find("rabbitmq-server");
    }
}
