using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Reelway.Contracts;
using Reelway.Contracts.Time;
using Reelway.Frame.Configuration;
using Reelway.Frame.Logging;

namespace Reelway.Tests.Frame.Logging;

public sealed class LogProviderTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, 5, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _console = new();
    private readonly Secrets _secrets = new();

    private string Folder => _folder["logs"];

    public void Dispose()
    {
        _console.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_message_goes_to_the_console_and_the_log_and_a_failure_to_the_errors_too()
    {
        using var provider = Open();
        var log = provider.CreateLogger("Reelway.Engine.Execution.Dispatcher");

        log.LogInformation("Took over {Count} runs", 3);
        log.LogWarning("Slow");
        log.LogError(Thrown("disk"), "The round failed");

        const string First = "2026-11-21T12:00:00.005Z info  serve[1] Dispatcher: Took over 3 runs";
        Assert.StartsWith(First + "\n2026-11-21T12:00:00.005Z warn  serve[1] Dispatcher: Slow\n", Read("reelway.log"), StringComparison.Ordinal);
        Assert.StartsWith("2026-11-21T12:00:00.005Z ERROR serve[1] Dispatcher: The round failed <- IOException: disk\n    at ", Read("errors.log"), StringComparison.Ordinal);
        Assert.EndsWith(Read("errors.log"), Read("reelway.log"), StringComparison.Ordinal);
        Assert.Equal(3, _console.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("serve[1]", _console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void As_json_every_line_is_an_object_with_the_values_and_the_trace()
    {
        using var provider = Open(LogFormat.Json);
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();

        provider.CreateLogger("A.B").LogError(new EventId(7), Thrown("\"quoted\"\nline"), "{Name} took {ElapsedMs} ms", "Zoë \"Z\"\u001b[31m", 1.5);

        var line = Assert.Single(File.ReadAllLines(Path.Combine(Folder, "errors.log")));
        var entry = JsonDocument.Parse(line).RootElement;
        Assert.Equal("error", entry.GetProperty("level").GetString());
        Assert.Equal("serve[1]", entry.GetProperty("process").GetString());
        Assert.Equal("B", entry.GetProperty("source").GetString());
        Assert.Equal(7, entry.GetProperty("event").GetInt32());
        Assert.Equal("Zoë \"Z\"[31m took 1.5 ms", entry.GetProperty("message").GetString());
        Assert.Equal(1.5, entry.GetProperty("values").GetProperty("ElapsedMs").GetDouble());
        Assert.Equal("IOException: \"quoted\" line", entry.GetProperty("failure").GetString());
        Assert.Equal(activity.TraceId.ToHexString(), entry.GetProperty("traceId").GetString());
        Assert.Equal(activity.SpanId.ToHexString(), entry.GetProperty("spanId").GetString());
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public void No_secret_reaches_a_file_or_the_console(string format)
    {
        _secrets.Add("he\"llo-setting");
        using var provider = Open(Enum.Parse<LogFormat>(format, ignoreCase: true));
        var log = provider.CreateLogger("A");

        log.LogError(
            Thrown("connect postgresql://reelway:pg-pass@db:5432/reelway"),
            "{Url} {Setting} {Header} {Broker}",
            new Uri("https://graph.example/v1/me?access_token=tok-12345&fields=id"), "he\"llo-setting", "Authorization: Bearer bearer-12345678",
            "amqp://user:mq-pass@broker/vhost");

        foreach (var text in new[] { Read("reelway.log"), Read("errors.log"), _console.ToString() })
        {
            Assert.Contains("fields=id", text, StringComparison.Ordinal);
            Assert.Contains("@db:5432/reelway", text, StringComparison.Ordinal);
            Assert.All(["pg-pass", "mq-pass", "tok-12345", "llo-setting", "bearer-12345678"], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_line_break_from_outside_forges_no_line()
    {
        using var provider = Open();

        provider.CreateLogger("A").LogInformation("file {Name}", "x\n2026-11-21T12:00:00.005Z ERROR serve[1] A: forged\r\n");

        Assert.Single(File.ReadAllLines(Path.Combine(Folder, "reelway.log")));
        Assert.Single(_console.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_log_that_cant_be_written_is_told_once_and_says_later_what_it_lacks()
    {
        File.WriteAllText(Folder, "a file where the folder should be");
        using var provider = Open();
        var log = provider.CreateLogger("A");

        log.LogInformation("one");
        log.LogInformation("two");
        File.Delete(Folder);
        log.LogInformation("three");
        log.LogInformation("four");

        Assert.Equal(
            ["WARN 2 messages are missing here: the log could not be written.", "three", "four"],
            File.ReadAllLines(Path.Combine(Folder, "reelway.log")).Select(line => line.Replace("2026-11-21T12:00:00.005Z warn  serve[1] Log: ", "WARN ", StringComparison.Ordinal)
                .Replace("2026-11-21T12:00:00.005Z info  serve[1] A: ", "", StringComparison.Ordinal)));
        var said = _console.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(6, said.Length);
        Assert.Contains("ERROR Log: The log can't be written (", said[1], StringComparison.Ordinal);
        Assert.Contains($"warn  Log: The log {Path.Combine(Folder, "reelway.log")} is written again; 2 messages are missing in it.", said[4], StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_does_not_stop_the_program()
    {
        Directory.CreateDirectory(Folder);
        // Opens and refuses every byte, as a full disk does.
        File.CreateSymbolicLink(Path.Combine(Folder, "reelway.log"), "/dev/full");
        using var provider = Open();
        var log = provider.CreateLogger("A");

        log.LogError("one");
        File.Delete(Path.Combine(Folder, "reelway.log"));
        log.LogError("two");

        Assert.Contains("No space left on device", _console.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(Folder, "errors.log")).Length);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(Folder, "reelway.log")).Length);
    }

    private static IOException Thrown(string message)
    {
        try
        {
            throw new IOException(message);
        }
        catch (IOException failure)
        {
            return failure;
        }
    }

    private LogProvider Open(LogFormat format = LogFormat.Text)
    {
        var clock = new ManualClock(Noon);
        var options = new LogOptions { Folder = Folder, Format = format };
        return new LogProvider(new LogOutlets(options, _console, LogLevel.Information, "serve[1]", clock), clock, _secrets);
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));
}
