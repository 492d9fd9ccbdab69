using System.Net;
using System.Net.Http.Json;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Posts;

/// <summary>Asked of the whole program over a socket.</summary>
public sealed class PostPagesTests : IAsyncLifetime
{
    private StillServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Tomorrow => $"{TimeProvider.System.GetUtcNow().AddDays(1).UtcDateTime:yyyy-MM-ddTHH:mm:ss}";

    public async ValueTask InitializeAsync() => _server = await StillServer.StartAsync("""
            posts:
              accounts:
                conference: { platform: twitter, connection: x }
                page: { platform: facebook, connection: x }
            connections:
              x: { connector: x, api_key: a, api_key_secret: b, access_token: c, access_token_secret: d }
            """, Cancellation);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_post_is_written_looked_at_moved_and_cancelled_on_its_pages()
    {
        var at = Tomorrow;
        var looked = await _server.Client.GetPageAsync($"/posts/new?message=Owls%3Cb%3E&platforms=twitter&scheduledDate={at}", Cancellation);
        Assert.Contains("So it would go out", looked, StringComparison.Ordinal);
        Assert.Contains("counts 7 of 280 there", looked, StringComparison.Ordinal);
        // As X counts: a link 23, an emoji 2.
        Assert.Contains("counts 26 of 280 there", await _server.Client.GetPageAsync(
            $"/posts/new?message=https%3A%2F%2Fexample.org%2Fa-very-long-address-of-a-talk%20%F0%9F%A6%89&platforms=twitter&scheduledDate={at}", Cancellation), StringComparison.Ordinal);
        Assert.Contains("Owls&lt;b&gt;", looked, StringComparison.Ordinal);

        Assert.Equal("/posts#notice", await _server.Client.SubmitAsync(
            "/posts/new", "/posts/schedule", Cancellation, ("message", "Owls<b>"), ("platforms", "twitter"), ("scheduledDate", at), ("referenceNumber", "owls"), ("approve", "true")));
        var post = Assert.Single((await _server.Client.GetJsonAsync("/api/v1/posts", Cancellation)).GetProperty("items").EnumerateArray());
        var id = post.GetProperty("id").GetString();
        Assert.Equal("draft", post.GetProperty("state").GetString());
        var list = await _server.Client.GetPageAsync("/posts?state=draft", Cancellation);
        Assert.Contains($"href=\"/posts/{id}\"", list, StringComparison.Ordinal);
        Assert.DoesNotContain($"/posts/{id}", await _server.Client.GetPageAsync("/posts?state=sent", Cancellation), StringComparison.Ordinal);

        Assert.Equal($"/posts/{id}#notice", await _server.Client.SubmitAsync($"/posts/{id}", $"/posts/{id}/approve", Cancellation));
        Assert.Equal($"/posts/{id}#notice", await _server.Client.SubmitAsync($"/posts/{id}", $"/posts/{id}/move", Cancellation, ("scheduledDate", at.Replace(at[^2..], "07", StringComparison.Ordinal))));
        Assert.Equal("scheduled", (await _server.Client.GetJsonAsync($"/api/v1/posts/{id}", Cancellation)).GetProperty("state").GetString());
        Assert.Equal($"/posts/{id}#notice", await _server.Client.SubmitAsync($"/posts/{id}", $"/posts/{id}/cancel", Cancellation));
        Assert.Contains("cancelled", await _server.Client.GetPageAsync($"/posts/{id}", Cancellation), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await _server.Client.GetAsync(new Uri("/posts/post_0000000000000", UriKind.Relative), Cancellation)).StatusCode);
    }

    [Fact]
    public async Task What_is_wrong_with_a_post_and_what_there_is_to_think_about_is_said_before_it_is_scheduled()
    {
        using var first = await _server.Client.PostAsJsonAsync("/api/v1/posts", new { message = "Owls at night", platform = "twitter", scheduledDate = Tomorrow, referenceNumber = "owls" }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        var page = await _server.Client.GetPageAsync($"/posts/new?message={new string('x', 281)}&platforms=twitter&platforms=facebook&scheduledDate=tomorrow", Cancellation);
        Assert.Contains("counts 281 on X", page, StringComparison.Ordinal);
        Assert.Contains("must be a date and time", page, StringComparison.Ordinal);
        Assert.Contains("its connection x is one of X: correct posts.accounts.page", page, StringComparison.Ordinal);

        using var preview = await _server.Client.PostAsJsonAsync("/api/v1/posts/preview", new { message = "OWLS  at night", platform = "twitter", scheduledDate = Tomorrow }, Cancellation);
        var warnings = (await preview.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(Cancellation)).GetProperty("warnings").EnumerateArray().Select(warning => warning.GetProperty("kind").GetString());
        Assert.Equal(["duplicate", "same-hour"], warnings);
        Assert.Single((await _server.Client.GetJsonAsync("/api/v1/posts", Cancellation)).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_post_that_is_repeated_names_its_skipped_months_and_begins_at_a_time_of_the_accounts_clock()
    {
        using var preview = await _server.Client.PostAsJsonAsync(
            "/api/v1/posts/preview", new { message = "Owls", platform = "twitter", scheduledDate = "2027-01-31T09:00", repeat = "FREQ=MONTHLY" }, Cancellation);
        var answer = await preview.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(Cancellation);
        Assert.Contains("2027-02 is skipped: it has no such day.", answer.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));

        using var wrong = await _server.Client.PostAsJsonAsync("/api/v1/posts", new { message = "Owls", platform = "twitter", scheduledDate = Tomorrow + "Z", repeat = "FREQ=MONTHLY" }, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("without a zone, for a post that is repeated", await wrong.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }
}
