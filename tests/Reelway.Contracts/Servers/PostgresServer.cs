using System.Globalization;
using System.Security.Cryptography;
using Npgsql;
using Reelway.Media;

namespace Reelway.Contracts.Servers;

/// <summary>A PostgreSQL of its own: made from the distribution's programs, on a free loopback port, gone with everything it stored when the test is over.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Superuser = "postgres";
    private const string Owner = "reelway";

    private readonly ServerFolder _folder;
    private readonly PostgresOptions _options;
    private readonly string _password = RandomNumberGenerator.GetHexString(24, lowercase: true);
    private ServerProcess? _process;
    private int _databases;

    private PostgresServer(ServerFolder folder, PostgresOptions options) => (_folder, _options) = (folder, options);

    /// <summary>Why there can be none on this machine; null when there can.</summary>
    public static string? Missing { get; } = FindProgram("postgres") is null || FindProgram("initdb") is null
        ? "PostgreSQL is not installed (Debian: apt install postgresql; ./test does it)"
        : null;

    public int Port { get; } = FreePort.Next();

    /// <summary>Everything it stores, and its Unix socket.</summary>
    public string Folder => _folder.FullPath;

    public static async Task<PostgresServer> StartAsync(PostgresOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var server = new PostgresServer(await ServerFolder.CreateAsync(cancellation), options);
        try
        {
            await server.InitialiseAsync(cancellation);
            await server.StartAsync(cancellation);
            await server.ExecuteAsync($"CREATE ROLE {Owner} LOGIN PASSWORD '{server._password}'", cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A new database that belongs to an ordinary role: an empty one, or a copy of one that nobody is connected to.</summary>
    public async Task<PostgresDatabase> CreateDatabaseAsync(CancellationToken cancellation, PostgresDatabase? copied = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync($"CREATE DATABASE {name} OWNER {Owner} TEMPLATE {copied?.Name ?? "template1"}", cancellation);
        return new PostgresDatabase(this, name, Owner, _password);
    }

    /// <summary>Starts it again on its port, with what it stored, after <see cref="StopAsync"/>.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        // Settings come on the command line: the file that initdb wrote stays as the distribution has it.
        Dictionary<string, string> settings = new()
        {
            ["port"] = Port.ToString(CultureInfo.InvariantCulture),
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = _folder.FullPath,
            ["max_connections"] = _options.MaxConnections.ToString(CultureInfo.InvariantCulture),
            ["fsync"] = _options.Durable ? "on" : "off",
            ["full_page_writes"] = _options.Durable ? "on" : "off",
        };

        // On SIGQUIT it ends its children and frees its shared memory, which it could not on SIGKILL.
        _process = await ServerProcess.StartAsync(new ServerStart(
            FindProgram("postgres")!,
            ["-D", _folder["data"], .. settings.Concat(_options.Settings).SelectMany(setting => (string[])["-c", $"{setting.Key}={setting.Value}"])],
            _folder["postgres.log"])
        { DeathSignal = ServerSignal.Quit });
        await _process.ReadyAsync(() => AnswersAsync(cancellation), cancellation);
    }

    /// <summary>Stops it and leaves its data.</summary>
    /// <param name="immediate">As after a loss of power: nothing is written out, and the next start recovers from the log.</param>
    public async Task StopAsync(bool immediate, CancellationToken cancellation)
    {
        if (_process is { } process)
        {
            await process.StopAsync(immediate ? ServerSignal.Quit : ServerSignal.Int, cancellation);
            await process.DisposeAsync();
            _process = null;
        }
    }

    public async Task RestartAsync(bool immediate, CancellationToken cancellation)
    {
        await StopAsync(immediate, cancellation);
        await StartAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(immediate: true, CancellationToken.None);
        await _folder.DisposeAsync();
    }

    /// <summary>Runs a statement as the superuser.</summary>
    public async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(SuperuserConnection);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private string SuperuserConnection => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = Superuser,
        Password = _password,
        Database = "postgres",
        Pooling = false,
    }.ConnectionString;

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            await ExecuteAsync("SELECT 1", cancellation);
            return true;
        }
        catch (NpgsqlException)
        {
            return false; // not listening yet, or still recovering
        }
    }

    private async Task InitialiseAsync(CancellationToken cancellation)
    {
        var passwordFile = _folder["password"];
        await File.WriteAllTextAsync(passwordFile, _password, cancellation);
        await using var making = await ServerProcess.StartAsync(new ServerStart(
            FindProgram("initdb")!,
            [
                "--pgdata", _folder["data"], "--username", Superuser, "--pwfile", passwordFile, "--auth", "scram-sha-256",
                "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--no-instructions",
            ],
            _folder["initdb.log"])
        { DeathSignal = ServerSignal.Kill });
        await making.SucceededAsync(cancellation);
        File.Delete(passwordFile);
    }

    /// <summary>Debian keeps the servers of several versions out of the search path: the newest is taken.</summary>
    private static string? FindProgram(string name)
    {
        const string versions = "/usr/lib/postgresql";
        var found = Directory.Exists(versions)
            ? Directory.EnumerateDirectories(versions)
                .OrderByDescending(folder => double.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin", name))
                .FirstOrDefault(File.Exists)
            : null;
        return found ?? ToolPath.Find(name);
    }
}
