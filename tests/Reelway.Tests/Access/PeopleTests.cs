using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Reelway.Access;
using Reelway.Frame.Audit;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;
using Reelway.Storage;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Access;

/// <summary>People who sign in, over real sockets.</summary>
public sealed class PeopleTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_admin_comes_by_a_one_time_link_and_closes_the_open_door()
    {
        await using var server = await PeopleServer.StartAsync(_cancellation, addsRoot: false);
        using var stranger = server.Web.Client();
        await stranger.GetJsonAsync("/api/v1/runs", _cancellation);
        var link = (await server.People.FirstLinkAsync(_cancellation))!.Path;
        using var browser = server.Web.Client();

        var back = await browser.SubmitAsync(link, WelcomeForms.PagePath, _cancellation, ("token", link.Split('/')[^1]), ("name", "Ana"), ("password", PeopleServer.Password));

        Assert.Equal("/", back);
        Assert.Contains("Welcome, ana", await browser.GetPageAsync("/people", _cancellation), StringComparison.Ordinal);
        using var outside = await stranger.GetAsync("/api/v1/runs", _cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, outside.StatusCode);
        Assert.Contains("good no more", await stranger.GetPageAsync(link, _cancellation), StringComparison.Ordinal);
        Assert.Null(await server.People.FirstLinkAsync(_cancellation));
    }

    [Fact]
    public async Task An_invited_person_chooses_a_password_and_has_the_rights_of_the_role_from_the_next_request_on()
    {
        await using var server = await PeopleServer.StartAsync(_cancellation);
        using var admin = await server.SignInAsync("root", _cancellation);
        using var added = await PostAsync(admin, "/api/v1/people", new { name = "boris", role = "viewer" });
        var link = (await added.ReadJsonAsync(_cancellation)).GetProperty("path").GetString()!;
        using var boris = server.Web.Client();
        await boris.SubmitAsync(link, WelcomeForms.PagePath, _cancellation, ("token", link.Split('/')[^1]), ("password", PeopleServer.Password));

        Assert.DoesNotContain("/people", await boris.GetPageAsync("/runs", _cancellation), StringComparison.Ordinal);
        var page = await boris.GetPageAsync("/people", _cancellation, HttpStatusCode.Forbidden);
        Assert.Contains("needs the right people:read", page, StringComparison.Ordinal);

        await server.People.SetRoleAsync("boris", new RoleRequest("admin"), version: null, "a test", _cancellation);
        await boris.GetPageAsync("/people", _cancellation);
    }

    [Fact]
    public async Task Disabling_a_person_ends_sessions_keys_and_streams_and_lets_them_in_no_more()
    {
        await using var server = await PeopleServer.StartAsync(_cancellation, map: app => app.MapGet("/stream", StreamAsync).RequireRight(new Right("runs:read")));
        await server.AddAsync("ana", "admin", _cancellation);
        using var ana = await server.SignInAsync("ana", _cancellation);
        using var made = await PostAsync(ana, KeysApi.Create.Path, new { name = "hers", rights = new[] { "runs:read" } });
        using var program = server.Web.Client((await made.ReadJsonAsync(_cancellation)).GetProperty("secret").GetString());
        await program.GetJsonAsync("/api/v1/runs", _cancellation);
        using var stream = await ana.GetAsync("/stream", HttpCompletionOption.ResponseHeadersRead, _cancellation);

        await server.People.DisableAsync("ana", new ReasonRequest("She has left."), version: null, "root", _cancellation);

        using var session = await ana.GetAsync("/api/v1/runs", _cancellation);
        using var key = await program.GetAsync("/api/v1/runs", _cancellation);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (session.StatusCode, key.StatusCode));
        await using var body = await stream.Content.ReadAsStreamAsync(_cancellation);
        await Assert.ThrowsAnyAsync<Exception>(() => body.CopyToAsync(Stream.Null, _cancellation));
        using var again = server.Web.Client();
        Assert.Equal("/sign-in?returnTo=%2Fruns", await TryAsync(again, "ana", PeopleServer.Password));
        var entry = Assert.Single(await AuditAsync(server, "person/ana"), one => one.Action == "person.disabled");
        Assert.Equal(("root", "enabled", "disabled", "She has left."), (entry.Actor, entry.Before, entry.After, entry.Reason));
    }

    [Fact]
    public async Task Req_22_the_last_admin_cannot_be_removed()
    {
        await using var server = await PeopleServer.StartAsync(_cancellation);
        // Who was invited and has no password yet could not sign in, and so helps nobody.
        await server.People.AddAsync(new AddPersonRequest("invited", "admin"), "a test", _cancellation);
        using var root = await server.SignInAsync("root", _cancellation);

        using var disabled = await PostAsync(root, "/api/v1/people/root/disable", new { });
        using var viewer = await PostAsync(root, "/api/v1/people/root/role", new { role = "viewer" });

        await disabled.ReadProblemAsync(HttpStatusCode.Conflict, "last-admin", _cancellation);
        await viewer.ReadProblemAsync(HttpStatusCode.Conflict, "last-admin", _cancellation);
        await server.AddAsync("ana", "admin", _cancellation);
        using var now = await PostAsync(root, "/api/v1/people/root/role", new { role = "viewer" });
        Assert.Equal(HttpStatusCode.OK, now.StatusCode);
    }

    [Fact]
    public async Task Req_22_only_the_machines_own_user_makes_an_admin_for_an_emergency()
    {
        await using var server = await PeopleServer.StartAsync(_cancellation);
        using var root = await server.SignInAsync("root", _cancellation);
        using var refused = await PostAsync(root, "/api/v1/people/rescue", new { name = "rescue" });
        await refused.ReadProblemAsync(HttpStatusCode.Forbidden, "not-on-this-machine", _cancellation);

        await server.AddAsync("ana", "admin", _cancellation);
        await server.People.DisableAsync("ana", new ReasonRequest(), version: null, "root", _cancellation);
        using var owner = server.Web.Client(server.Web.Service<ProcessToken>().Value);
        using var made = await PostAsync(owner, "/api/v1/people/rescue", new { name = "ana" });

        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        Assert.True((await server.Store.FindAsync("ana", _cancellation))!.IsActiveAdmin);
        var entry = Assert.Single(await AuditAsync(server, "person/ana"), one => one.Action == "person.rescue");
        Assert.Equal(("this server's user", "admin, disabled", "admin, enabled"), (entry.Actor, entry.Before, entry.After));
    }

    [Fact]
    public async Task An_edit_of_an_older_version_is_refused_with_412()
    {
        await using var server = await PeopleServer.StartAsync(_cancellation);
        await server.AddAsync("ana", "viewer", _cancellation);
        using var root = await server.SignInAsync("root", _cancellation);
        using var seen = await root.GetAsync("/api/v1/people/ana", _cancellation);
        await server.People.SetRoleAsync("ana", new RoleRequest("producer"), version: null, "another", _cancellation);

        using var late = await PostAsync(root, "/api/v1/people/ana/role", new { role = "operator" }, seen.Headers.ETag!.ToString());
        using var nonsense = await PostAsync(root, "/api/v1/people/ana/role", new { role = "operator" }, "\"nonsense\"");
        using var fresh = await root.GetAsync("/api/v1/people/ana", _cancellation);
        using var now = await PostAsync(root, "/api/v1/people/ana/role", new { role = "operator" }, fresh.Headers.ETag!.ToString());

        var problem = await late.ReadProblemAsync(HttpStatusCode.PreconditionFailed, "changed-meanwhile", _cancellation);
        Assert.Contains("look at it, then change it again", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await nonsense.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid-request", _cancellation);
        Assert.Equal(HttpStatusCode.OK, now.StatusCode);
        Assert.NotEqual(fresh.Headers.ETag, now.Headers.ETag);
    }

    [Fact]
    public async Task Ones_own_password_is_changed_with_the_old_one_and_ends_all_sessions()
    {
        await using var server = await PeopleServer.StartAsync(_cancellation);
        using var here = await server.SignInAsync("root", _cancellation);
        using var there = await server.SignInAsync("root", _cancellation);
        const string Next = "five quiet barns at night";

        await here.SubmitAsync("/me", "/me/password", _cancellation, ("current", "not it at all"), ("password", Next));
        Assert.Contains("must be the password that holds now", await here.GetPageAsync("/me", _cancellation), StringComparison.Ordinal);
        await here.SubmitAsync("/me", "/me/password", _cancellation, ("current", PeopleServer.Password), ("password", Next));

        using var out1 = await here.GetAsync("/api/v1/runs", _cancellation);
        using var out2 = await there.GetAsync("/api/v1/runs", _cancellation);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (out1.StatusCode, out2.StatusCode));
        using var again = server.Web.Client();
        Assert.Equal("/runs", await TryAsync(again, "root", Next));
    }

    [Theory]
    [InlineData("short", "12 to 200 characters")]
    [InlineData("aaaaaaaaaaaaaaaa", "a few different")]
    [InlineData("ana ana ana ana", "not contain the name")]
    public async Task A_weak_password_is_not_taken_and_the_link_stays_good(string password, string words)
    {
        await using var server = await PeopleServer.StartAsync(_cancellation);
        var link = (await server.People.AddAsync(new AddPersonRequest("ana", "viewer"), "a test", _cancellation)).Path;
        using var browser = server.Web.Client();

        var back = await browser.SubmitAsync(link, WelcomeForms.PagePath, _cancellation, ("token", link.Split('/')[^1]), ("password", password));

        Assert.Equal(link, back);
        Assert.Contains(words, await browser.GetPageAsync(link, _cancellation), StringComparison.Ordinal);
    }

    private static async Task StreamAsync(HttpContext http)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        do
        {
            await http.Response.WriteAsync(": a sign of life\n\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
        while (await pace.WaitForNextTickAsync(http.RequestAborted));
    }

    private Task<IReadOnlyList<AuditEntry>> AuditAsync(PeopleServer server, string subject)
        => new AuditStore(server.Web.Service<IDatabase>()).ListAsync(subject, 50, _cancellation);

    private Task<string> TryAsync(HttpClient browser, string name, string password)
        => browser.SubmitAsync(Visitor.SignInPath, SignInForms.BeginPath, _cancellation, ("name", name), ("password", password), ("returnTo", "/runs"));

    private async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, object body, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await client.SendAsync(request, _cancellation);
    }
}
