using Reelway.Frame.Cli;
using Reelway.Sandbox;
using Reelway.Sandbox.Webhooks;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Webhooks;

/// <summary>The commands through the real program and its API on a store of its own.</summary>
public sealed class WebhookCommandsTests : IAsyncLifetime
{
    private readonly CliRun _cli = new();
    private SandboxServer _sandbox = null!;

    private string Url => new Uri(_sandbox.HttpUrl, "/webhooks/news").ToString();

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        _cli.With("reelway.yaml", "urls:\n  allow: [127.0.0.1]\n");
    }

    public async ValueTask DisposeAsync()
    {
        _cli.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task An_endpoint_is_added_tested_rotated_switched_off_and_on_and_removed_and_its_secrets_are_shown_once()
    {
        var added = await _cli.RunAsync("webhooks", "add", "news", Url, "--type", "talk.published", "--header", "X-Desk=desk-secret", "--auth", "bearer", "--credentials", "opensesame", "--json");
        Assert.Equal((ExitCode.Ok, ""), (added.ExitCode, added.Error));
        var secret = added.Json.GetProperty("secret").GetString()!;
        _sandbox.Webhooks.Set("news", new WebhookSettings(secret));

        var tested = await _cli.RunAsync("webhooks", "test", "news");
        Assert.StartsWith("news took the example in ", tested.Out, StringComparison.Ordinal);
        var received = Assert.Single(_sandbox.Webhooks.Received.Entries);
        Assert.Equal((SignatureCheck.Valid, "Bearer opensesame", "desk-secret"), (received.Signature, received.Headers["authorization"], received.Headers["x-desk"]));

        var rotated = await _cli.RunAsync("webhooks", "rotate", "news", "--json");
        var again = await _cli.RunAsync("webhooks", "test", "news", "--json");
        Assert.Equal([SignatureCheck.Valid, SignatureCheck.Valid], _sandbox.Webhooks.Received.Entries.Select(call => call.Signature));
        Assert.NotEqual(secret, rotated.Json.GetProperty("secret").GetString());

        var off = await _cli.RunAsync("webhooks", "disable", "news", "--reason", "They move.");
        var on = await _cli.RunAsync("webhooks", "enable", "news", "--json");
        var list = await _cli.RunAsync("webhooks", "list");
        Assert.Contains("They move.", off.Out, StringComparison.Ordinal);
        Assert.True(on.Json.GetProperty("enabled").GetBoolean());
        Assert.Contains("news", list.Out, StringComparison.Ordinal);
        Assert.All(new[] { again, off, on, list }, answer =>
        {
            Assert.DoesNotContain("opensesame", answer.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("desk-secret", answer.Out, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, answer.Out, StringComparison.Ordinal);
        });

        Assert.Equal(ExitCode.Ok, (await _cli.RunAsync("webhooks", "remove", "news", "--yes")).ExitCode);
        Assert.Equal(ExitCode.NotFound, (await _cli.RunAsync("webhooks", "show", "news")).ExitCode);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_an_endpoint_is_named_at_once()
    {
        var refused = await _cli.RunAsync(
            "webhooks", "add", "the news", "ftp://x", "--type", "talk.sung", "--header", "Host=x", "--auth", "basic", "--credentials", "nobody", "--secret", "whsec_short",
            "--timeout", "31", "--attempts", "0", "--method", "GET", "--template", """{"a":"{sung}"}""");

        Assert.NotEqual(ExitCode.Ok, refused.ExitCode);
        foreach (var sentence in (string[])[
            "\"name\" must be letters, digits", "\"url\" must be an http or https address", "\"talk.sung\" is none", "\"headers.Host\" must be a header's name",
            "\"credentials\" must be the token", "\"secret\" must be \"whsec_\"", "\"timeoutSeconds\" must be a whole number from 1 to 30", "\"attempts\" must be a whole number from 1 to 10",
            "\"method\" must be one of POST, PUT, PATCH"])
        {
            Assert.Contains(sentence, refused.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_edited_changes_and_the_rest_stays_its_secrets_among_it()
    {
        var added = await _cli.RunAsync(
            "webhooks", "add", "news", Url, "--type", "talk.published", "--subject", "talk/*", "--header", "X-Desk=desk-secret", "--auth", "bearer", "--credentials", "opensesame", "--json");
        _sandbox.Webhooks.Set("news", new WebhookSettings(added.Json.GetProperty("secret").GetString()!));

        var edited = await _cli.RunAsync(
            "webhooks", "edit", "news", "--url", Url + "?new", "--subject", "", "--timeout", "20", "--all-types", "--template", """{"text":"{type}"}""", "--json");
        await _cli.RunAsync("webhooks", "test", "news");

        Assert.Equal((ExitCode.Ok, ""), (edited.ExitCode, edited.Error));
        Assert.Equal(
            (Url + "?new", null, 20, 0, "bearer"),
            (edited.Json.GetProperty("url").GetString(), edited.Json.GetProperty("subject").GetString(), edited.Json.GetProperty("timeoutSeconds").GetInt32(),
                edited.Json.GetProperty("types").GetArrayLength(), edited.Json.GetProperty("auth").GetString()));
        var received = Assert.Single(_sandbox.Webhooks.Received.Entries);
        Assert.Equal((SignatureCheck.Valid, "Bearer opensesame", "desk-secret", """{"text":"talk.published"}"""), (received.Signature, received.Headers["authorization"], received.Headers["x-desk"], received.Body));
    }

    [Fact]
    public async Task An_edit_is_refused_like_an_endpoint_that_is_added_and_changes_nothing_then()
    {
        await _cli.RunAsync("webhooks", "add", "news", Url, "--type", "talk.published");

        var refused = await _cli.RunAsync("webhooks", "edit", "news", "--url", "ftp://x", "--timeout", "31", "--auth", "basic", "--template", """{"a":"{sung}"}""");
        var nobodys = await _cli.RunAsync("webhooks", "edit", "nobody", "--timeout", "5");
        var shown = await _cli.RunAsync("webhooks", "show", "news", "--json");

        foreach (var sentence in (string[])["\"url\" must be an http", "\"timeoutSeconds\" must be a whole number", "\"credentials\" must be the token", "The template has {sung}"])
        {
            Assert.Contains(sentence, refused.Error, StringComparison.Ordinal);
        }

        Assert.Equal((ExitCode.NotFound, Url), (nobodys.ExitCode, shown.Json.GetProperty("url").GetString()));
    }

    [Fact]
    public async Task A_placeholder_that_the_events_have_not_is_refused_with_those_that_they_have()
    {
        var refused = await _cli.RunAsync("webhooks", "add", "chat", Url, "--type", "talk.published", "--template", """{"text":"{titel} is out"}""");

        Assert.Contains("The template has {titel} at $.text, which talk.published has not; it has talk, title, run, link", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_address_is_not_called_and_the_sentence_says_what_allows_it()
    {
        _cli.With("reelway.yaml", "");
        await _cli.RunAsync("webhooks", "add", "news", Url);

        var tested = await _cli.RunAsync("webhooks", "test", "news");

        Assert.Contains("127.0.0.1 (127.0.0.1) is not an address that URLs given by users may lead to; the operator can allow it (urls.allow)", tested.Out, StringComparison.Ordinal);
        Assert.Empty(_sandbox.Webhooks.Received.Entries);
    }

    [Fact]
    public async Task A_name_is_given_once_and_deliveries_and_replays_ask_for_one_that_exists()
    {
        await _cli.RunAsync("webhooks", "add", "news", Url);

        var second = await _cli.RunAsync("webhooks", "add", "news", Url);
        var deliveries = await _cli.RunAsync("webhooks", "deliveries", "news");
        var nobodys = await _cli.RunAsync("webhooks", "deliveries", "nobody");
        var replayed = await _cli.RunAsync("webhooks", "replay", "news", "--since", "2026-03-04T10:00:00Z", "--json");
        var unclear = await _cli.RunAsync("webhooks", "redeliver", "news");

        Assert.Contains("There is a webhook \"news\" already", second.Error, StringComparison.Ordinal);
        Assert.Equal("No deliveries.\n", deliveries.Out.ReplaceLineEndings("\n"));
        Assert.Equal(ExitCode.NotFound, nobodys.ExitCode);
        Assert.Equal((ExitCode.Ok, 0), (replayed.ExitCode, replayed.Json.GetProperty("ahead").GetInt32()));
        Assert.Contains("must have either \"delivery\" or \"failedSince\"", unclear.Error, StringComparison.Ordinal);
    }
}
