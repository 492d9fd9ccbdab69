using System.Net;
using System.Net.Http.Json;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Webhooks;

/// <summary>Asked of the whole program over a socket.</summary>
public sealed class WebhookPagesTests : IAsyncLifetime
{
    private StillServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await StillServer.StartAsync("", Cancellation);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_form_shows_what_an_endpoint_is_set_to_and_changes_it_unless_somebody_else_did_meanwhile()
    {
        using var added = await _server.Client.PostAsJsonAsync(
            "/api/v1/webhooks", new { name = "news", url = "https://news.example/in", types = new[] { "talk.published" }, template = """{"t":"{title}</textarea>"}""" }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, added.StatusCode);
        var version = $"{(await _server.Client.GetJsonAsync("/api/v1/webhooks/news", Cancellation)).GetProperty("version").GetInt64()}";
        var page = await _server.Client.GetPageAsync("/webhooks/news", Cancellation);
        Assert.Contains("value=\"https://news.example/in\"", page, StringComparison.Ordinal);
        Assert.Contains("{title}&lt;/textarea&gt;", page, StringComparison.Ordinal);
        (string, string)[] fields = [("version", version), ("url", "https://news.example/new"), ("types", ""), ("types", "talk.failed"), ("types", "run.failed"), ("signed", "false"), ("template", "")];

        Assert.Equal("/webhooks/news#notice", await _server.Client.SubmitAsync("/webhooks/news", "/webhooks/news/edit", Cancellation, fields));
        var changed = await _server.Client.GetJsonAsync("/api/v1/webhooks/news", Cancellation);
        Assert.Equal("/webhooks/news#notice", await _server.Client.SubmitAsync("/webhooks/news", "/webhooks/news/edit", Cancellation, fields));

        Assert.Equal(("https://news.example/new", false, null), (changed.GetProperty("url").GetString(), changed.GetProperty("signed").GetBoolean(), changed.GetProperty("template").GetString()));
        Assert.Equal(["talk.failed", "run.failed"], changed.GetProperty("types").EnumerateArray().Select(type => type.GetString()));
        Assert.Equal(changed.GetProperty("version").GetInt64(), (await _server.Client.GetJsonAsync("/api/v1/webhooks/news", Cancellation)).GetProperty("version").GetInt64());

        Assert.Equal("/webhooks/news#notice", await _server.Client.SubmitAsync("/webhooks/news", "/webhooks/news/edit", Cancellation, ("types", "")));
        Assert.Equal(0, (await _server.Client.GetJsonAsync("/api/v1/webhooks/news", Cancellation)).GetProperty("types").GetArrayLength());
    }

    [Fact]
    public async Task What_is_wrong_with_an_edit_is_answered_with_all_of_it_and_a_version_that_is_old_is_refused()
    {
        using var added = await _server.Client.PostAsJsonAsync("/api/v1/webhooks", new { name = "news", url = "https://news.example/in" }, Cancellation);

        using var wrong = await _server.Client.PatchAsJsonAsync("/api/v1/webhooks/news", new { url = "ftp://x", attempts = 11 }, Cancellation);
        using var old = await _server.Client.PatchAsJsonAsync("/api/v1/webhooks/news", new { attempts = 3, version = 1 }, Cancellation);
        using var nobody = await _server.Client.PatchAsJsonAsync("/api/v1/webhooks/nobody", new { attempts = 3 }, Cancellation);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.PreconditionFailed, HttpStatusCode.NotFound), (wrong.StatusCode, old.StatusCode, nobody.StatusCode));
        Assert.Contains("was changed by somebody else meanwhile", await old.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Matches("(?s)/body/url.*/body/attempts", await wrong.Content.ReadAsStringAsync(Cancellation));
    }
}
