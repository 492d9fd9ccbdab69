using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Reelway.Sandbox.Mailgun;

namespace Reelway.Sandbox.Tests.Mailgun;

public sealed class MailgunSandboxTests
{
    private const string Domain = "mailgun/us/v3/mg.example.org";

    private static readonly MailgunSandboxOptions Account = new();

    private static readonly Dictionary<string, string> Mail = new()
    {
        ["from"] = "Talks <talks@mg.example.org>",
        ["to"] = "\"Doe, Jane\" <jane@example.org>, bob@example.org",
        ["subject"] = "Hi",
        ["text"] = "Hello",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_taken_and_shown_in_state_and_events()
    {
        await using var http = await SandboxHttp.StartAsync();

        var queued = await SendAsync(http, Mail, ("v:order", "7"), ("o:tag", "talk"), ("h:Message-Id", "<one@mg.example.org>"));

        Assert.Equal((200, "<one@mg.example.org>", "Queued. Thank you."), (queued.Status, Text(queued, "id"), Text(queued, "message")));
        var taken = Assert.Single(http.Server.Mailgun.Messages.Entries);
        Assert.Equal(["jane@example.org", "bob@example.org"], taken.To);
        Assert.Equal("7", taken.Variables["order"]);
        Assert.Equal(1, (await http.StateAsync()).GetProperty("mailgun").GetProperty("total").GetInt32());
        // Brackets there, none here.
        var items = await EventsAsync(http, "message-id=one@mg.example.org&recipient=bob@example.org");
        Assert.Equal(["delivered", "accepted"], items.Select(item => item.GetProperty("event").GetString()));
        Assert.Equal("one@mg.example.org", items[0].GetProperty("message").GetProperty("headers").GetProperty("message-id").GetString());
        Assert.Equal("7", items[0].GetProperty("user-variables").GetProperty("order").GetString());
        Assert.Empty(await EventsAsync(http, "message-id=two@mg.example.org"));
        Assert.Equal(4, (await EventsAsync(http, "message-id=%3Ctwo@mg.example.org%3E")).Count);
    }

    [Theory]
    [InlineData("from", null, "from parameter is missing")]
    [InlineData("to", null, "to parameter is missing")]
    [InlineData("to", "jane", "to parameter is not a valid address. please check documentation")]
    [InlineData("to", "jane@example.org, ", "to parameter is not a valid address. please check documentation")]
    [InlineData("from", "a@example.org, b@example.org", "from parameter is not a valid address. please check documentation")]
    [InlineData("text", null, "Need at least one of 'text' or 'html' parameters specified")]
    [InlineData("text", "", "Need at least one of 'text' or 'html' parameters specified")]
    [InlineData("h:Größe", "1", "h:Größe is not a valid header name")]
    public async Task A_field_that_is_missing_or_wrong_is_refused(string field, string? value, string said)
    {
        await using var http = await SandboxHttp.StartAsync();
        var mail = new Dictionary<string, string>(Mail);
        mail.Remove(field);

        var answer = await SendAsync(http, mail, value is null ? [] : [(field, value)]);

        Assert.Equal((400, said), (answer.Status, Text(answer, "message")));
        Assert.Empty(http.Server.Mailgun.Messages.Entries);
    }

    [Fact]
    public async Task What_is_too_large_or_too_much_is_refused()
    {
        await using var http = await SandboxHttp.StartAsync(new SandboxOptions { Mailgun = new MailgunSandboxOptions { LargestMessageBytes = 10_000 } });

        Assert.Equal(413, (await SendAsync(http, Mail, ("html", new string('x', 10_000)))).Status);
        Assert.Equal(400, (await SendAsync(http, Mail, ("template", "welcome"), ("html", "<p>"))).Status);
        var many = new Dictionary<string, string>(Mail) { ["to"] = string.Join(',', Enumerable.Range(0, 1001).Select(number => $"{number}@x.y")) };
        Assert.Contains("more than 1000", Text(await SendAsync(http, many), "message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_sends_and_from_where_is_checked()
    {
        await using var http = await SandboxHttp.StartAsync();

        var stranger = await SendAsync(http, Mail, key: "key-wrong", path: Domain);
        Assert.Equal((401, "Forbidden"), (stranger.Status, stranger.Body));
        Assert.Equal(404, (await SendAsync(http, Mail, key: Account.ApiKey, path: "mailgun/eu/v3/mg.example.org")).Status);
        Assert.Equal(200, (await SendAsync(http, Mail, key: Account.SendingKey, path: Domain)).Status);
        using var events = await http.SendAsync(HttpMethod.Get, $"/{Domain}/events", authorization: Login(Account.SendingKey));
        Assert.Equal(401, (int)events.StatusCode);
        using var nobody = await http.SendAsync(HttpMethod.Get, $"/{Domain}/events", authorization: "Basic ???");
        Assert.Equal(401, (int)nobody.StatusCode);
    }

    [Fact]
    public async Task Faults_speak_in_the_vendors_words()
    {
        await using var http = await SandboxHttp.StartAsync();

        await http.OrderFaultAsync("""{"system":"mailgun","effect":"rate-limit","minutes":3}""");
        var limited = await SendAsync(http, Mail);
        Assert.Equal(429, limited.Status);
        Assert.Contains("try again after", Text(limited, "message"), StringComparison.Ordinal);
        await http.OrderFaultAsync("""{"system":"mailgun","effect":"lost-answer"}""");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => SendAsync(http, Mail));
        Assert.Single(http.Server.Mailgun.Messages.Entries);
        await http.OrderFaultAsync("""{"system":"mailgun","effect":"expire-token"}""");
        Assert.Equal("Forbidden", (await SendAsync(http, Mail)).Body);
        Assert.Equal(401, (await SendAsync(http, Mail)).Status);
    }

    [Fact]
    public async Task Settings_can_be_changed_and_are_checked()
    {
        await using var http = await SandboxHttp.StartAsync();
        using var late = await PatchAsync(http, """{"eventLagMs":600000,"ownMessageIds":true}""");
        Assert.Equal(204, (int)late.StatusCode);
        using var wrong = await PatchAsync(http, """{"eventLagMs":-1}""");
        Assert.Equal(400, (int)wrong.StatusCode);

        var queued = await SendAsync(http, Mail, ("h:Message-Id", "<one@mg.example.org>"));

        Assert.NotEqual("<one@mg.example.org>", Text(queued, "id"));
        Assert.Empty(await EventsAsync(http, ""));
    }

    private static Task<HttpResponseMessage> PatchAsync(SandboxHttp http, string json)
        => http.SendAsync(HttpMethod.Patch, "/_sandbox/mailgun/settings", new StringContent(json, Encoding.UTF8, "application/json"));

    private static Task<(int Status, string Body)> SendAsync(SandboxHttp http, Dictionary<string, string> mail, params (string Name, string Value)[] more)
        => SendAsync(http, mail.Concat(more.Select(field => KeyValuePair.Create(field.Name, field.Value))), Account.ApiKey, Domain);

    private static async Task<(int Status, string Body)> SendAsync(SandboxHttp http, IEnumerable<KeyValuePair<string, string>> fields, string key, string path)
    {
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await http.SendAsync(HttpMethod.Post, $"/{path}/messages", form, authorization: Login(key));
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static async Task<IReadOnlyList<JsonElement>> EventsAsync(SandboxHttp http, string query)
    {
        using var answer = await http.SendAsync(HttpMethod.Get, $"/{Domain}/events?{query}", authorization: Login(Account.ApiKey));
        Assert.Equal(200, (int)answer.StatusCode);
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("items").EnumerateArray()];
    }

    private static string? Text((int Status, string Body) answer, string name) => JsonDocument.Parse(answer.Body).RootElement.GetProperty(name).GetString();

    private static string Login(string key) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("api:" + key));
}
