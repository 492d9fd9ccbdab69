using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Reelway.Engine;
using Reelway.Runs;
using Reelway.Talks;
using Reelway.Tests.Frame.Web;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Runs;

public sealed partial class RunPagesTests
{
    private const string Hostile = "<script>alert(\"x\")</script>'\"><img src=x onerror=y>../🎬";
    private const string RunPath = "/runs/run_0000000000001";
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_root_leads_to_the_runs()
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        using var client = server.Client();
        using var answer = await client.GetAsync("/", _cancellation);
        Assert.Equal((HttpStatusCode.Redirect, "/runs"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Before_the_first_run_there_are_three_steps_to_it()
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        using var client = server.Client();
        var page = await client.GetPageAsync("/runs", _cancellation);
        Assert.Contains("Nothing has run yet", page, StringComparison.Ordinal);
        Assert.Contains("reelway talks submit FILE", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<table", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_needs_a_person_comes_first_with_what_helps()
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        server.Runs.Add(SampleRuns.Run(1, RunState.NeedsAttention, "credentials.mp4", "The page's token is refused.", AttentionReason.Credentials));
        server.Runs.Add(SampleRuns.Run(2, RunState.NeedsAttention, "decision.mp4", "A mail may have been sent.", AttentionReason.Decision));
        server.Runs.Add(SampleRuns.Run(3, RunState.Succeeded, "fine.mp4"));
        using var client = server.Client();
        var page = await client.GetPageAsync("/runs", _cancellation);
        var block = page[page.IndexOf("id=\"attention\"", StringComparison.Ordinal)..page.IndexOf("id=\"all-runs\"", StringComparison.Ordinal)];
        Assert.Contains("The page&#x27;s token is refused.", block, StringComparison.Ordinal);
        Assert.Contains("action=\"/runs/run_0000000000001/retry\"", block, StringComparison.Ordinal);
        Assert.Contains("href=\"/runs/run_0000000000002#decide\"", block, StringComparison.Ordinal);
        Assert.DoesNotContain("run_0000000000002/retry", block, StringComparison.Ordinal);
        Assert.DoesNotContain("fine.mp4", block, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_failed_needs_attention_until_it_is_put_aside()
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        server.Runs.Add(SampleRuns.Run(1, RunState.Failed, "broken.mp4", "The file is cut off."));
        server.Runs.Add(SampleRuns.Run(2, RunState.Partial, "half.mp4", "Ada got no mail."));
        var aside = SampleRuns.Run(3, RunState.Failed, "gone.mp4", "Withdrawn.");
        server.Runs.Add(aside with { Summary = aside.Summary with { PutAside = true } });
        using var client = server.Client();

        var page = await client.GetPageAsync("/runs", _cancellation);
        var list = await client.GetPageAsync("/runs?needs=person", _cancellation);
        var back = await client.SubmitAsync(RunPath, $"{RunPath}/put-aside", _cancellation, ("reason", "published by hand"));

        var block = page[page.IndexOf("id=\"attention\"", StringComparison.Ordinal)..page.IndexOf("id=\"all-runs\"", StringComparison.Ordinal)];
        Assert.Contains("Needs attention <span class=\"count\">2</span>", block, StringComparison.Ordinal);
        Assert.Contains("The file is cut off.", block, StringComparison.Ordinal);
        Assert.Contains("Partial: done, but not all of it.", block, StringComparison.Ordinal);
        Assert.DoesNotContain("gone.mp4", block, StringComparison.Ordinal);
        Assert.Equal(2, RunLink().Count(list));
        Assert.Equal((RunPath + "#notice", "put aside run_0000000000001 because published by hand"), (back, Assert.Single(server.Runs.Asked)));
        Assert.Contains("It was put aside and needs nobody.", await client.GetPageAsync("/runs/run_0000000000003", _cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_found_by_what_its_capability_knows()
    {
        await using var server = await WebServer.StartAsync(_cancellation, services: static services => services.AddSingleton(
            new RunSearch(static (text, _) => Task.FromResult<IReadOnlyList<RunId>>(text == "owls: why" ? [new RunId(1)] : []))));
        server.Runs.Add(SampleRuns.Run(1, RunState.Succeeded, "file:///recordings/one.mp4"));
        server.Runs.Add(SampleRuns.Run(2, RunState.Succeeded, "file:///recordings/two.mp4"));
        using var client = server.Client();

        var page = await client.GetPageAsync("/runs?text=owls%3A%20why", _cancellation);

        Assert.Equal(1, RunLink().Count(page));
        Assert.Contains(RunPath, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_survives_paging()
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        for (var id = 1; id <= 60; id++)
        {
            server.Runs.Add(SampleRuns.Run(id, id % 10 == 0 ? RunState.Succeeded : RunState.Failed, "a&b talk"));
        }

        using var client = server.Client();
        var page = await client.GetPageAsync("/runs?state=failed&text=a%26b", _cancellation);
        Assert.Equal(50, RunLink().Count(page));
        var older = WebUtility.HtmlDecode(Older().Match(page).Groups[1].Value);
        Assert.StartsWith("/runs?state=failed&text=a%26b&cursor=", older, StringComparison.Ordinal);
        var second = await client.GetPageAsync(older, _cancellation);
        Assert.Equal(4, RunLink().Count(second));
        Assert.Contains("value=\"a&amp;b\"", second, StringComparison.Ordinal);
        Assert.Contains("Newest runs", second, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/runs?state=gone")]
    [InlineData("/runs?cursor=made-up")]
    [InlineData("/runs?text=a%00b")]
    public async Task A_wrong_filter_is_told_and_shows_no_runs(string path)
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        var page = await client.GetPageAsync(path, _cancellation, HttpStatusCode.BadRequest);
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.Contains("Must ", page, StringComparison.Ordinal);
        Assert.Equal(0, RunLink().Count(page));
    }

    [Theory]
    [InlineData("/runs/run_0000000000009")]
    [InlineData("/runs/nonsense")]
    [InlineData("/runs/%3Cscript%3E")]
    public async Task An_unknown_run_has_a_page_that_says_so(string path)
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        var page = await client.GetPageAsync(path, _cancellation, HttpStatusCode.NotFound);
        Assert.Contains("There is no such run", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Content_is_shown_as_it_is_and_never_run()
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        server.Runs.Add(
            SampleRuns.Run(1, RunState.Failed, Hostile, Hostile, steps: [SampleRuns.Step(Hostile, StepState.Failed, Hostile, failed: SampleRuns.Attempt(1, FaultKind.Permanent, Hostile))]),
            SampleRuns.Line(1, Hostile, step: Hostile));
        using var client = server.Client();
        foreach (var path in new[] { "/runs", "/runs?text=" + Uri.EscapeDataString(Hostile), RunPath })
        {
            var page = await client.GetPageAsync(path, _cancellation);
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
            Assert.Contains("&lt;script&gt;alert(&quot;x&quot;)", page, StringComparison.Ordinal);
            Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_run_is_shown_by_its_talk_with_a_link_that_can_be_clicked_and_steps_in_words()
    {
        await using var server = await WebServer.StartAsync(_cancellation, services: static services => services.AddSingleton(TalkWords.Publishing));
        server.Runs.Add(SampleRuns.Published(1, "Owls: why?", "https://video.example/v/77"), SampleRuns.Line(1, "Found.", step: "find"));
        using var client = server.Client();

        var page = await client.GetPageAsync(RunPath, _cancellation);
        var list = await client.GetPageAsync("/runs", _cancellation);

        foreach (var shown in new[] { page, list })
        {
            Assert.Contains("<bdi>Owls: why?</bdi>", shown, StringComparison.Ordinal);
            Assert.Contains("<a href=\"https://video.example/v/77\" rel=\"noopener noreferrer\">", shown, StringComparison.Ordinal);
            Assert.Contains("Publish a talk", shown, StringComparison.Ordinal);
        }

        Assert.Contains("<h3><bdi>Find the talk in the programme</bdi></h3>", page, StringComparison.Ordinal);
        Assert.Contains("Steps <span class=\"count\">3</span>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("pictures are made", page, StringComparison.Ordinal);
        Assert.Contains(">2026-03-04 10:02:01 UTC</time>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("ftp://video.example/77")]
    [InlineData("not an address")]
    public async Task Only_a_web_address_becomes_a_link(string link)
    {
        await using var server = await WebServer.StartAsync(_cancellation, services: static services => services.AddSingleton(TalkWords.Publishing));
        server.Runs.Add(SampleRuns.Published(1, "Owls", link));
        using var client = server.Client();

        Assert.DoesNotContain("Watch", await client.GetPageAsync(RunPath, _cancellation) + await client.GetPageAsync("/runs", _cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_without_end_and_letters_that_turn_others_round_do_not_reach_a_page_or_a_terminal()
    {
        const string Turned = "\u202Efdp.exe\u2066\u0007";
        var endless = Turned + new string('x', 1_000_000);
        await using var server = await WebServer.StartAsync(_cancellation);
        server.Runs.Add(
            SampleRuns.Run(1, RunState.NeedsAttention, endless, endless, AttentionReason.Decision, steps:
            [
                SampleRuns.Step("mail:" + Turned, StepState.NeedsAttention, endless, decidable: true, failed: SampleRuns.Attempt(1, FaultKind.Permanent, endless)),
                SampleRuns.Step(Turned, StepState.Running, endless, progress: 0.5),
            ]),
            SampleRuns.Line(1, endless, step: Turned));
        using var client = server.Client();
        foreach (var path in new[] { "/runs", RunPath })
        {
            var page = WebUtility.HtmlDecode(await client.GetPageAsync(path, _cancellation));
            Assert.InRange(page.Length, 1000, 100_000);
            // Forms name steps by what they are called, whatever that is.
            Assert.DoesNotMatch("[\u202E\u2066\u0007]", page.Replace("value=\"mail:" + Turned, "", StringComparison.Ordinal));
        }

        using var cli = new CliRun();
        foreach (var args in new[] { new[] { "run", "list" }, ["run", "show", "run_0000000000001"], ["run", "logs", "run_0000000000001"], ["run", "list", "--json"], ["run", "list", "--output", "yaml"] })
        {
            var answer = await cli.RunAsync([.. args, "--server", server.Address.ToString()]);
            Assert.DoesNotMatch("[\u202E\u2066\u0007]", answer.Out);
            // Programs get all there is.
            Assert.True(answer.Out.Length < 20_000 || (args.Length > 2 && args[2] is "--json" or "--output"), string.Join(' ', args));
        }
    }

    [Fact]
    public async Task A_failed_run_says_what_a_retry_redoes_and_keeps()
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        server.Runs.Add(SampleRuns.Run(1, RunState.Failed, why: "Refused.", steps: [SampleRuns.Step("edit", StepState.Succeeded), SampleRuns.Step("publish", StepState.Failed, "Refused.")]));
        using var client = server.Client();
        var page = await client.GetPageAsync(RunPath, _cancellation);
        Assert.Contains("Does again: publish, and what comes after.", page, StringComparison.Ordinal);
        Assert.Contains("Keeps: edit. Finished steps are not repeated", page, StringComparison.Ordinal);
        Assert.Contains("reelway run retry run_0000000000001", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Cancel this run", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("retry", "", "", "retry run_0000000000001")]
    [InlineData("cancel", "reason", "It's the wrong file", "cancel run_0000000000001 because It's the wrong file")]
    [InlineData("cancel", "reason", " ", "cancel run_0000000000001 because No reason was given.")]
    public async Task A_form_moves_the_run_and_the_page_says_so_once(string action, string name, string value, string asked)
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        var back = await client.SubmitAsync(RunPath, $"{RunPath}/{action}", _cancellation, name.Length == 0 ? [] : [(name, value)]);
        Assert.Equal(RunPath + "#notice", back);
        Assert.Equal([asked], server.Runs.Asked);
        Assert.Contains("id=\"notice\"", await client.GetPageAsync(RunPath, _cancellation), StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"notice\"", await client.GetPageAsync(RunPath, _cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_is_made_by_the_step_it_is_about()
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        server.Runs.Add(SampleRuns.Run(
            1, RunState.NeedsAttention, attention: AttentionReason.Decision,
            steps: [SampleRuns.Step("mail:ada@example.org", StepState.NeedsAttention, decidable: true), SampleRuns.Step("mail:\"b\"", StepState.NeedsAttention, decidable: true)]));
        using var client = server.Client();
        var page = await client.GetPageAsync(RunPath, _cancellation);
        Assert.Contains("name=\"step\" value=\"mail:&quot;b&quot;\"", page, StringComparison.Ordinal);
        Assert.Contains("reelway run decide run_0000000000001 mail:ada@example.org sent<", page, StringComparison.Ordinal);
        Assert.Contains("reelway run decide run_0000000000001 mail:ada@example.org send-again<", page, StringComparison.Ordinal);
        Assert.Contains("reelway run decide run_0000000000001 &#x27;mail:&quot;b&quot;&#x27; sent", page, StringComparison.Ordinal);
        await client.SubmitAsync(RunPath, RunPath + "/decide", _cancellation, ("step", "mail:\"b\""), ("decision", "send-again"));
        Assert.Equal(["decide run_0000000000001 mail:\"b\" SendAgain"], server.Runs.Asked);
    }

    [Fact]
    public async Task What_cannot_be_done_is_told_on_the_run()
    {
        await using var server = await StartAsync();
        server.Runs.Answer = new MoveResult(false, "The run has succeeded; there is nothing to retry.");
        using var client = server.Client();
        await client.SubmitAsync(RunPath, RunPath + "/retry", _cancellation);
        var page = await client.GetPageAsync(RunPath, _cancellation);
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.Contains("there is nothing to retry", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("cancel")]
    [InlineData("decide")]
    public async Task A_form_from_elsewhere_moves_nothing(string action)
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var without = await client.PostFormAsync($"{RunPath}/{action}", _cancellation, ("reason", "x"));
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        Assert.Contains("The form is too old", await without.Content.ReadAsStringAsync(_cancellation), StringComparison.Ordinal);

        using var forged = await client.PostFormAsync($"{RunPath}/{action}", _cancellation, ("__RequestVerificationToken", "CfDJ8forged"), ("decision", "sent"));
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        using var bare = await client.PostAsync($"{RunPath}/{action}", null, _cancellation);
        Assert.True((int)bare.StatusCode is 400 or 415);
        Assert.Empty(server.Runs.Asked);
    }

    [Fact]
    public async Task A_long_log_is_read_in_pages()
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        server.Runs.Add(SampleRuns.Run(1, RunState.Running), [.. Enumerable.Range(1, 250).Select(id => SampleRuns.Line(id, $"line {id}."))]);
        using var client = server.Client();
        var first = await client.GetPageAsync(RunPath, _cancellation);
        Assert.Contains("line 200.", first, StringComparison.Ordinal);
        Assert.DoesNotContain("line 201.", first, StringComparison.Ordinal);
        Assert.Contains($"href=\"{RunPath}?after=200#log\"", first, StringComparison.Ordinal);
        var second = await client.GetPageAsync(RunPath + "?after=200", _cancellation);
        Assert.Contains("line 250.", second, StringComparison.Ordinal);
        Assert.DoesNotContain("Later lines", second, StringComparison.Ordinal);
    }

    private async Task<WebServer> StartAsync()
    {
        var server = await WebServer.StartAsync(_cancellation);
        server.Runs.Add(SampleRuns.Run(1, RunState.Failed));
        return server;
    }

    [GeneratedRegex("<th scope=\"row\"")]
    private static partial Regex RunLink();

    [GeneratedRegex("href=\"([^\"]+)\" rel=\"next\"")]
    private static partial Regex Older();
}
