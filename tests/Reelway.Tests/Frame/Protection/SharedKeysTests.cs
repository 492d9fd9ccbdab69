using Reelway.Contracts.Servers;
using Reelway.Frame.Cli;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Frame.Protection;

/// <summary>Servers on several machines read what the others have protected.</summary>
public sealed class SharedKeysTests(SharedServers servers)
{
    private static readonly string Key = Convert.ToBase64String(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
    private static readonly string NewKey = Convert.ToBase64String(Enumerable.Range(9, 32).Select(i => (byte)i).ToArray());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_place_in_a_list_that_one_server_gave_out_is_known_to_the_other()
    {
        await using var space = await CreateAsync();
        using var one = Machine(space, Key);
        using var other = Machine(space, Key);
        await one.RunAsync("run", "start", "probe", "--input", """{"url":"http://127.0.0.1:1/hit"}""", "--count", "2");
        await using var first = await ServeAsync(one);
        await using var second = await ServeAsync(other);

        var page = await GetAsync(first, "/api/v1/runs?limit=1");
        var next = page.RootElement.GetProperty("nextCursor").GetString();
        var rest = await GetAsync(second, $"/api/v1/runs?limit=1&cursor={next}");

        Assert.NotNull(next);
        Assert.NotEqual(Id(page), Id(rest));
        Assert.False(Directory.Exists(Path.Combine(one.DataDirectory, "keys")));
        var rows = await space.AskAsync("SELECT string_agg(sealed, ' ') FROM protection_key", Cancellation);
        Assert.DoesNotContain("masterKey", System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(rows.Split(' ')[0])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_key_file_none_and_a_changed_key_are_refused_in_one_sentence()
    {
        await using var space = await CreateAsync();
        using var first = Machine(space, Key);
        using var wrong = Machine(space, NewKey);
        using var none = Machine(space, key: null);
        Assert.Equal(ExitCode.Ok, (await first.RunAsync("run", "list")).ExitCode);

        var answers = await Task.WhenAll(wrong.RunAsync("run", "list"), none.RunAsync("worker"), none.RunAsync("serve"));
        await space.AskAsync("INSERT INTO protection_key(name, sealed) VALUES('key-x', 'AAAA') RETURNING name", Cancellation);
        var changed = await first.RunAsync("run", "list");

        Assert.All([.. answers, changed], answer => Assert.Equal((ExitCode.Unusable, ""), (answer.ExitCode, answer.Out)));
        Assert.All([.. answers, changed], answer => Assert.Single(answer.Error.TrimEnd().Split('\n')));
        Assert.Contains("does not hold; copy the file from the other machines", answers[0].Error, StringComparison.Ordinal);
        Assert.Contains("secrets.key_file is not set", answers[1].Error, StringComparison.Ordinal);
        Assert.Contains("\"key-x\" in the database can't be opened", changed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, answers[0].Error + changed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_key_above_the_old_one_seals_all_keys_anew()
    {
        await using var space = await CreateAsync();
        using var old = Machine(space, Key);
        using var both = Machine(space, $"{NewKey}\n{Key}");
        using var newest = Machine(space, NewKey);
        await using (await ServeAsync(old))
        {
        }

        var before = await space.AskAsync("SELECT COUNT(*)::text FROM protection_key", Cancellation);
        var moved = await both.RunAsync("run", "list");
        var alone = await newest.RunAsync("run", "list");
        var late = await old.RunAsync("run", "list");

        Assert.Equal("1", before);
        Assert.Equal("1", await space.AskAsync("SELECT COUNT(*)::text FROM protection_key", Cancellation));
        Assert.Equal([ExitCode.Ok, ExitCode.Ok, ExitCode.Unusable], [moved.ExitCode, alone.ExitCode, late.ExitCode]);
    }

    [Fact]
    public async Task Doctor_tells_where_the_keys_lie_and_what_is_wrong_with_the_file()
    {
        await using var space = await CreateAsync();
        using var none = Machine(space, key: null);
        using var good = Machine(space, Key);
        using var bad = Machine(space, "not a key");

        var answers = await Task.WhenAll(none.RunAsync("doctor"), good.RunAsync("doctor"), bad.RunAsync("doctor"));

        Assert.Contains("Set secrets.key_file", answers[0].Out, StringComparison.Ordinal);
        Assert.Contains("in the database, sealed with key ", answers[1].Out, StringComparison.Ordinal);
        Assert.Contains("holds no key", answers[2].Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_sqlite_a_key_file_seals_the_keys_too()
    {
        using var cli = new CliRun().With("reelway.key", Key).With("reelway.yaml", "secrets: {key_file: reelway.key}\n");
        File.SetUnixFileMode(Path.Combine(cli.Folder, "reelway.key"), UnixFileMode.UserRead);

        await using (await ServeAsync(cli))
        {
        }

        var again = await cli.RunAsync("run", "list");
        cli.With("reelway.yaml", "");
        var without = await cli.RunAsync("run", "list");

        Assert.Equal((ExitCode.Ok, ""), (again.ExitCode, again.Error));
        Assert.False(Directory.Exists(Path.Combine(cli.DataDirectory, "keys")));
        Assert.Equal(ExitCode.Unusable, without.ExitCode);
    }

    private static CliRun Machine(PostgresDatabase space, string? key)
    {
        var machine = new CliRun { Variables = { ["REELWAY__STORAGE__URL"] = space.Url } };
        if (key is not null)
        {
            machine.With("reelway.key", key);
            File.SetUnixFileMode(Path.Combine(machine.Folder, "reelway.key"), UnixFileMode.UserRead);
            machine.Variables["REELWAY__SECRETS__KEY_FILE"] = "reelway.key";
        }

        return machine;
    }

    private static Task<RunningCommand> ServeAsync(CliRun machine) => RunningCommand.StartAsync(machine, "serve", "--urls", "http://127.0.0.1:0", "--json");

    private static async Task<System.Text.Json.JsonDocument> GetAsync(RunningCommand server, string path)
    {
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(server.FirstAnswer.GetProperty("url").GetString()!) };
        return System.Text.Json.JsonDocument.Parse(await client.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation));
    }

    private static string? Id(System.Text.Json.JsonDocument page) => page.RootElement.GetProperty("items")[0].GetProperty("id").GetString();

    private async Task<PostgresDatabase> CreateAsync() => await (await servers.PostgresAsync(Cancellation)).CreateDatabaseAsync(Cancellation);
}
