using System.Text.Json;
using Reelway.Frame.Cli;
using Reelway.Frame.Doctor;
using Reelway.Frame.Server;
using Reelway.Hosting.Doctor;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Hosting.Doctor;

public sealed class DoctorCommandTests
{
    [Fact]
    public async Task Doctor_looks_and_changes_nothing()
    {
        using var cli = new CliRun();

        var answer = await cli.RunAsync("doctor", "--json");

        var checks = answer.Json.GetProperty("checks").EnumerateArray().ToDictionary(Name, State);
        Assert.Equal("ok", checks["configuration"]);
        Assert.Equal("ok", checks["data directory"]);
        Assert.Equal("ok", checks["sqlite"]);
        Assert.Equal("ok", checks["store"]);
        Assert.Empty(Directory.GetFileSystemEntries(cli.Folder));
    }

    [Fact]
    public async Task Doctor_says_what_is_wrong_and_what_to_do()
    {
        using var cli = new CliRun().With("reelway.yaml", "engine: {concurrency: 0}\ndata: {directory: data}\n").With("data", "I am a file.");

        var answer = await cli.RunAsync("doctor", "--json");

        Assert.Equal(ExitCode.Failed, answer.ExitCode);
        var failed = answer.Json.GetProperty("checks").EnumerateArray().Where(check => State(check) == "fail").ToList();
        Assert.Contains("configuration", failed.Select(Name));
        Assert.All(failed, check => Assert.False(string.IsNullOrEmpty(check.GetProperty("remedy").GetString())));
    }

    [Fact]
    public async Task Doctor_looks_at_the_clips_that_are_shown_around_talks()
    {
        using var cli = new CliRun().With("reelway.yaml", "media: {intro: gone.mp4}\n");

        var answer = await cli.RunAsync("doctor", "--json");

        var intro = Check(answer, "media.intro");
        Assert.Equal("fail", State(intro));
        Assert.Contains(Path.Combine(cli.Folder, "gone.mp4"), intro.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_recognises_a_database_that_is_none()
    {
        using var cli = new CliRun();
        Directory.CreateDirectory(cli.DataDirectory);
        await File.WriteAllTextAsync(Path.Combine(cli.DataDirectory, "reelway.db"), new string('x', 5000), TestContext.Current.CancellationToken);

        var answer = await cli.RunAsync("doctor");

        Assert.Equal(ExitCode.Failed, answer.ExitCode);
        Assert.Contains("fail   store", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_knows_an_up_to_date_store_and_one_in_use()
    {
        using var cli = new CliRun();
        await cli.RunAsync("run", "list");

        var free = await cli.RunAsync("doctor", "--json");
        using var held = DataLock.TryTake(cli.DataDirectory);
        var taken = await cli.RunAsync("doctor", "--json");

        Assert.Equal("ok", State(Check(free, "store")));
        Assert.Equal("schema up to date", Check(free, "migrations").GetProperty("detail").GetString());
        Assert.Equal("warn", State(Check(taken, "store")));
    }

    [Theory]
    [InlineData("", "ok", "none: one process has the database alone")]
    [InlineData("doorbell: {url: \"amqp://kim:secret-word@127.0.0.1:5672\"}\n", "warn", "doorbell.url is set, but one process has the database alone and rings nobody.")]
    public async Task Doctor_knows_whether_anybody_is_there_to_be_rung(string configuration, string state, string detail)
    {
        using var cli = new CliRun().With("reelway.yaml", configuration);

        var answer = await cli.RunAsync("doctor", "--json");

        var doorbell = Check(answer, "doorbell");
        Assert.Equal(state, State(doorbell));
        Assert.Equal(detail, doorbell.GetProperty("detail").GetString());
        Assert.DoesNotContain("secret-word", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_part_of_the_machine_has_its_line()
    {
        using var cli = new CliRun();

        var answer = await cli.RunAsync("doctor", "--json");

        string[] lines = ["reelway", "runtime", "clock", "time zone", "configuration", "secrets", "data directory", "log folder", "disk", "scratch folder", "scratch space", "library", "ffmpeg", "ffprobe", "sqlite", "store", "keys", "doorbell", "connections"];
        Assert.Empty(lines.Except(answer.Json.GetProperty("checks").EnumerateArray().Select(Name)));
    }

    [Fact]
    public async Task Files_with_secrets_that_others_may_read_are_warned_of_and_closed_when_asked()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "knows no such rights");
        using var cli = WithoutTools()
            .With(".env", "MAIL_PASSWORD_FILE=password\n")
            .With("password", "a secret word\n")
            .With("reelway.yaml", "server: {api_key: a-key-in-clear}\nconnections: {smtp: {connector: smtp, host: localhost, from: a@example.test, user: kim, password: \"${MAIL_PASSWORD}\"}}\n");
        string[] names = [".env", "password", "reelway.yaml"];
        foreach (var name in names)
        {
            File.SetUnixFileMode(Path.Combine(cli.Folder, name), (UnixFileMode)0b110_100_100);
        }

        var before = await cli.RunAsync("doctor", "--json");
        var untouched = names.Select(name => File.GetUnixFileMode(Path.Combine(cli.Folder, name))).ToList();
        var mending = await cli.RunAsync("doctor", "--fix", "--json");

        Assert.All(names, name =>
        {
            var line = Check(before, $"rights of {name}");
            Assert.Equal("warn", State(line));
            Assert.Equal($"Run: chmod 600 {Path.Combine(cli.Folder, name)}", line.GetProperty("remedy").GetString());
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(cli.Folder, name)));
            Assert.Contains($"Mended: chmod 600 {Path.Combine(cli.Folder, name)}", mending.Error, StringComparison.Ordinal);
        });
        Assert.All(untouched, mode => Assert.Equal((UnixFileMode)0b110_100_100, mode));
        Assert.Equal("ok", State(Check(mending, "secrets")));
        Assert.Equal(3, mending.Json.GetProperty("mended").EnumerateArray().Count(done => done.GetString()!.StartsWith("chmod", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_configuration_without_secrets_may_be_read_by_all()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "knows no such rights");
        using var cli = WithoutTools().With("reelway.yaml", "engine: {concurrency: 3}\n");
        File.SetUnixFileMode(Path.Combine(cli.Folder, "reelway.yaml"), (UnixFileMode)0b110_100_100);

        Assert.Equal("ok", State(Check(await cli.RunAsync("doctor", "--json"), "secrets")));
    }

    [Fact]
    public async Task A_key_file_that_others_may_read_fails_until_it_is_closed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "knows no such rights");
        using var cli = WithoutTools().With("key", Convert.ToBase64String(new byte[32]) + "\n").With("reelway.yaml", "secrets: {key_file: key}\n");
        File.SetUnixFileMode(Path.Combine(cli.Folder, "key"), (UnixFileMode)0b110_100_100);

        var before = Check(await cli.RunAsync("doctor", "--json"), "keys");
        var after = Check(await cli.RunAsync("doctor", "--fix", "--json"), "keys");

        Assert.Equal("fail", State(before));
        Assert.Contains("chmod 600", before.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("ok", State(after));
    }

    [Fact]
    public async Task Missing_folders_are_made_when_asked_and_a_second_time_there_is_nothing_to_do()
    {
        using var cli = WithoutTools().With("reelway.yaml", "media: {library: \"file:../clips\", folder: scratch}\n");

        var first = await cli.RunAsync("doctor", "--fix", "--json");
        var second = await cli.RunAsync("doctor", "--fix", "--json");

        string[] folders = [cli.DataDirectory, Path.Combine(cli.DataDirectory, "logs"), Path.Combine(cli.Folder, "scratch"), Path.Combine(cli.Folder, "clips")];
        Assert.Equal(folders.Select(folder => $"made {folder}").Order(), first.Json.GetProperty("mended").EnumerateArray().Select(done => done.GetString()).Order());
        Assert.All(folders, folder => Assert.True(Directory.Exists(folder), folder));
        Assert.All(folders.Skip(1), folder => Assert.Empty(Directory.GetFileSystemEntries(folder)));
        Assert.Equal(0, second.Json.GetProperty("mended").GetArrayLength());
        Assert.Contains("There was nothing to mend.", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_in_the_way_of_a_folder_stays_and_is_named()
    {
        using var cli = WithoutTools().With("reelway.yaml", "media: {library: \"file:../clips\", folder: scratch/media}\n").With("clips", "a file").With("scratch", "another");

        var answer = await cli.RunAsync("doctor", "--fix", "--json");

        Assert.Equal(ExitCode.Failed, answer.ExitCode);
        Assert.Equal($"{Path.Combine(cli.Folder, "clips")} is a file, where {Path.Combine(cli.Folder, "clips")} is to be.", Check(answer, "library").GetProperty("detail").GetString());
        Assert.Equal("fail", State(Check(answer, "scratch folder")));
        Assert.Equal("a file", await File.ReadAllTextAsync(Path.Combine(cli.Folder, "clips"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_folder_of_recordings_is_read_and_never_made()
    {
        using var cli = WithoutTools().With("reelway.yaml", "intake: {folder: recordings}\n");
        var folder = Path.Combine(cli.Folder, "recordings");

        var missing = await cli.RunAsync("doctor", "--fix", "--json");
        Assert.False(Directory.Exists(folder));
        Directory.CreateDirectory(folder);
        cli.With("recordings/Owls.mp4", "0123456789").With("recordings/notes.txt", "x");
        var there = await cli.RunAsync("doctor", "--json");

        Assert.Equal("fail", State(Check(missing, "intake.folder")));
        Assert.Equal($"{folder} can be read and has 1 recordings", Check(there, "intake.folder").GetProperty("detail").GetString());
        Assert.Contains("a recording of 0.0 GB", Check(there, "scratch space").GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_can_not_be_mended_is_a_finding_of_its_own_and_keeps_nothing_else_from_being_mended()
    {
        var (mended, failed) = DoctorCommand.Mend(
        [
            Finding.Ok("one", "fine"),
            Finding.Ok("two", "missing") with { Mend = () => throw new UnauthorizedAccessException("not yours") },
            Finding.Ok("three", "missing") with { Mend = () => "made three" },
        ]);

        Assert.Equal(["made three"], mended);
        Assert.Equal(("mending two", FindingState.Fail, "not yours"), failed.Select(finding => (finding.Name, finding.State, finding.Detail)).Single());
    }

    /// <summary>Asking ffmpeg what it can takes longer than everything else.</summary>
    private static CliRun WithoutTools() => new() { Variables = { ["REELWAY__MEDIA__FFMPEG"] = "no-such-tool", ["REELWAY__MEDIA__FFPROBE"] = "no-such-tool" } };

    [Fact]
    public async Task A_setting_that_two_names_set_differently_is_told_without_its_value()
    {
        using var cli = new CliRun().With("reelway.yaml", "aws: {region: eu-west-1, secret_key: first-secret}\n");
        cli.Variables["AWS_SECRET_KEY"] = "second-secret";

        var answer = await cli.RunAsync("doctor", "--json");

        var line = Check(answer, "aws.secret_key");
        Assert.Equal(("warn", "It is set differently by variable AWS_SECRET_KEY, reelway.yaml:1; the first one holds."), (State(line), line.GetProperty("detail").GetString()));
        Assert.DoesNotContain("-secret", answer.Out, StringComparison.Ordinal);
    }

    private static JsonElement Check(CliAnswer answer, string name) => answer.Json.GetProperty("checks").EnumerateArray().Single(check => Name(check) == name);

    private static string Name(JsonElement check) => check.GetProperty("name").GetString()!;

    private static string State(JsonElement check) => check.GetProperty("state").GetString()!;
}
