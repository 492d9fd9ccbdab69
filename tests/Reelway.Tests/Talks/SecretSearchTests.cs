using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Reelway.Contracts.Time;
using Reelway.Frame.Cli;
using Reelway.Sandbox;
using Reelway.Sandbox.Facebook;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.Smtp;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Talks;

/// <summary>Everything that the server says and keeps is searched for what it must not say, after runs to which everything went wrong.</summary>
public sealed class SecretSearchTests(SampleRecording sample) : IClassFixture<SampleRecording>
{
    private const string ApiKey = "api-key-0815-of-the-server";
    private const string MailPassword = "mail-password-4711";


    private readonly FacebookSandboxOptions _facebook = new()
    {
        Settings = new FacebookSettings { RequireAppSecretProof = true, SmallestWindowBytes = 20_000, LargestWindowBytes = 40_000, PollsUntilProcessed = 1 },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_secret_is_in_logs_history_events_answers_or_pages()
    {
        var smtp = new SmtpSandboxOptions { RequireLogin = true, UserName = "talks", Password = MailPassword };
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Facebook = _facebook, Smtp = smtp }, Cancellation);
        OrderFaults(sandbox.Faults);
        using var cli = LayOut(sandbox);

        string said;
        await using (var server = await RunningCommand.StartAsync(cli, "serve", "--json"))
        {
            var ids = await SettledAsync(cli, sandbox.Faults);
            said = await EverythingSaidAsync(cli, server.FirstAnswer.GetProperty("url").GetString()!, ids);
            await server.StopAsync();
        }

        var kept = Kept(cli.DataDirectory);
        // What is searched holds what went wrong, in the words of those who said it.
        Assert.Contains("the echo of", said, StringComparison.Ordinal);
        Assert.Contains(kept, file => file.Name.EndsWith("reelway.log", StringComparison.Ordinal) && file.Text.Contains("the echo of", StringComparison.Ordinal));
        foreach (var secret in Secrets())
        {
            Assert.False(said.Contains(secret, StringComparison.OrdinalIgnoreCase), $"An answer or a page holds {secret}.");
            Assert.All(kept, file => Assert.False(file.Text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{file.Name} holds {secret}."));
        }
    }

    /// <summary>Each page has its own trouble, so that each run gets as far as its own; remotes repeat what they were sent.</summary>
    private void OrderFaults(FaultBook faults)
    {
        var echo = $"the echo of {string.Join(" and ", Tokens.Prepend(_facebook.AppSecret))}";
        var mailEcho = $"the echo of {MailPassword} and {Base64(MailPassword)}";
        FaultMatch Upload(int page) => new() { Method = "POST", Path = $"*/{_facebook.Pages[page].Id}/videos" };
        var read = new FaultMatch { Method = "GET" };
        faults.Add(new("facebook", FaultEffect.Status, read, Status: 500, Body: $"<html><title>{echo}</title>?access_token={_facebook.UserToken}</html>"));
        faults.Add(new("facebook", FaultEffect.Delay, read, DelayMs: 5));
        faults.Add(new("facebook", FaultEffect.Cut, read));
        faults.Add(new("facebook", FaultEffect.LostAnswer, read));
        faults.Add(new("facebook", FaultEffect.RateLimit, Upload(1)));
        faults.Add(new("facebook", FaultEffect.ExpireToken, Upload(2)));
        faults.Add(new("facebook", FaultEffect.Status, Upload(3), Status: 400, Body: JsonSerializer.Serialize(new { error = new { message = $"{echo} and {Proof(_facebook.Pages[3].Token!)}", code = 100 } }), ContentType: "application/json"));
        faults.Add(new("smtp", FaultEffect.Status, new FaultMatch { Method = "MAIL" }, Status: 451, Body: mailEcho));
        faults.Add(new("smtp", FaultEffect.Status, new FaultMatch { Method = "RCPT" }, Status: 550, Body: mailEcho));
        faults.Add(new("smtp", FaultEffect.LostAnswer, new FaultMatch { Method = "DATA" }));
    }

    private CliRun LayOut(SandboxServer sandbox)
    {
        // The first page has two talks: the mail of one is refused, the mail of the other is lost sight of.
        (string Title, int Page)[] talks = [("First", 0), ("Second", 0), ("Third", 1), ("Fourth", 2), ("Fifth", 3)];
        var rows = string.Concat(talks.Select(talk => $"{talk.Title},0:00.5,3.5,Stage {talk.Page},Ada Example,About it.,\n"));
        var pages = string.Join(", ", _facebook.Pages.Select((page, number) => $"Stage {number}: {{ page: \"{page.Id}\" }}"));
        var tokens = string.Join(", ", _facebook.Pages.Select(page => $"\"{page.Id}\": {page.Token}"));
        var cli = new CliRun()
            .With("talks.csv", TalksHarness.Header + rows)
            .With("speakers.csv", TalksHarness.People)
            .With("reelway.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
                server: { urls: ["http://127.0.0.1:0"], api_key: {{ApiKey}} }
                log: { level: trace }
                engine: { retry_first_delay: 10ms, retry_max_delay: 20ms }
                intake:
                  folder: recordings
                  settle: 100ms
                talks:
                  fade: 500ms
                  shortest: 0s
                  sheet: talks.csv
                  speakers: speakers.csv
                  ready_poll: 20ms
                  pictures: no
                  stages: { {{pages}} }
                connections:
                  facebook:
                    connector: facebook
                    graph_url: {{sandbox.HttpUrl}}facebook/graph
                    video_url: {{sandbox.HttpUrl}}facebook/graph-video
                    app_id: "{{_facebook.AppId}}"
                    app_secret: {{_facebook.AppSecret}}
                    access_token: {{_facebook.UserToken}}
                    page_tokens: { {{tokens}} }
                  smtp:
                    connector: smtp
                    host: 127.0.0.1
                    port: {{sandbox.SmtpPort}}
                    security: none
                    user: talks
                    password: {{MailPassword}}
                    from: Talks <talks@example.org>
                """));
        var folder = Directory.CreateDirectory(Path.Combine(cli.Folder, "recordings")).FullName;
        foreach (var (title, _) in talks)
        {
            File.Copy(sample.Path, Path.Combine(folder, $"{title}.mp4"));
        }

        return cli;
    }

    /// <summary>Waits until every fault was met and no run can go on by itself for now: each has ended, waits for a later time or for a person.</summary>
    private static async Task<IReadOnlyList<string>> SettledAsync(CliRun cli, FaultBook faults)
    {
        List<JsonElement> runs = [];
        await Eventually.TrueAsync(
            async () =>
            {
                runs = [.. (await cli.RunAsync("run", "list", "--json")).Json.GetProperty("items").EnumerateArray()];
                return faults.Ordered.Count == 0 && runs.All(run => run.GetProperty("state").GetString() is not ("queued" or "running"));
            },
            "all faults were met and no run goes on", Cancellation,
            () => $"Not met: {string.Join(", ", faults.Ordered.Select(fault => fault.Fault.Effect))}; runs: {string.Join(", ", runs.Select(run => run.GetProperty("state")))}.");
        return [.. runs.Select(run => run.GetProperty("id").GetString()!)];
    }

    private static async Task<string> EverythingSaidAsync(CliRun cli, string url, IReadOnlyList<string> ids)
    {
        var said = new StringBuilder();
        string[][] commands =
        [
            ["run", "list", "--json"], ["talks", "list", "--json"], ["connections", "list", "--json"], ["dlq", "list", "--json"], ["config", "show", "--origin"],
            .. ids.SelectMany(id => new string[][] { ["run", "show", id, "--json"], ["run", "logs", id] }),
        ];
        foreach (var command in commands)
        {
            var answer = await cli.RunAsync(command);
            Assert.True(answer.ExitCode == ExitCode.Ok || command[1] == "logs", $"{string.Join(' ', command)}: {answer.Error}");
            said.Append(answer.Out).Append(answer.Error);
        }

        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ApiKey);
        foreach (var path in (string[])["/runs", "/connections", "/metrics", "/readyz", "/api/v1/workers", .. ids.Select(id => $"/runs/{id}")])
        {
            said.Append(await client.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation));
        }

        return said.ToString();
    }

    /// <summary>The database, its journal and the logs, as bytes; what lets this server's own user in is there to hold secrets.</summary>
    private static List<(string Name, string Text)> Kept(string directory)
        => [.. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}keys{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && Path.GetExtension(file) is not ".mp4")
            .Select(file => (file, Encoding.Latin1.GetString(File.ReadAllBytes(file))))];

    private IEnumerable<string> Secrets()
        => [ApiKey, MailPassword, Base64(MailPassword), Base64($"\0talks\0{MailPassword}"), _facebook.AppSecret, .. Tokens, .. Tokens.Select(Proof)];

    private IEnumerable<string> Tokens => _facebook.Pages.Select(page => page.Token!).Prepend(_facebook.UserToken);

    private string Proof(string token)
        => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(_facebook.AppSecret), Encoding.UTF8.GetBytes(token)));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
