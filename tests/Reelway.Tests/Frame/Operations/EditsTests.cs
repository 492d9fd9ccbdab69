using System.Net;
using System.Net.Http.Json;
using Reelway.Access;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;
using Reelway.Tests.Access;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Frame.Operations;

/// <summary>Everything that replaces what somebody has read, tried with an old version and a new one.</summary>
public sealed class EditsTests(WholeProgram program) : IClassFixture<WholeProgram>
{
    // For each edit: how there comes to be something to edit, where it is read, and an edit that changes it each time.
    private static readonly Dictionary<string, Edited> All = new(StringComparer.Ordinal)
    {
        ["setPersonRole"] = Person(number => new { role = number % 2 == 0 ? "viewer" : "producer" }),
        ["disablePerson"] = Person(_ => new { reason = "She has left." }),
        ["enablePerson"] = Person(_ => new { reason = "She is back." }, "disable"),
        ["editWebhook"] = new("/webhooks", name => new { name, url = "https://news.example/in" }, number => new { attempts = 3 + number }),
    };

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public void Whatever_is_put_or_patched_is_an_edit_and_answers_with_a_version()
    {
        Assert.Empty(program.Operations.Where(operation => operation.Method is "PUT" or "PATCH" && !operation.IsEdit).Select(operation => operation.Id));
        Assert.Empty(program.Operations.Where(operation => operation.IsEdit && !typeof(IVersioned).IsAssignableFrom(operation.AnswerType)).Select(operation => operation.Id));
        Assert.Equal(All.Keys.Order(StringComparer.Ordinal), program.Operations.Where(operation => operation.IsEdit).Select(operation => operation.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_edit_of_what_was_changed_meanwhile_is_refused_with_412_and_changes_nothing()
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = await program.ServeAsync(_cancellation) };
        client.DefaultRequestHeaders.Add("X-Api-Key", program.Service<ProcessToken>().Value);
        foreach (var operation in program.Operations.Where(operation => operation.IsEdit))
        {
            var (edited, name) = (All[operation.Id], operation.Id.ToLowerInvariant());
            await MakeAsync(client, edited, name);
            var path = $"{ApiPaths.Root}{edited.List}/{name}";
            using var seen = await client.GetAsync(path, _cancellation);
            var old = seen.Headers.ETag!.ToString();
            Assert.Equal($"\"{(await seen.ReadJsonAsync(_cancellation)).GetProperty("version").GetInt64()}\"", old);

            using var first = await EditAsync(client, operation, name, edited.Body(1), ifMatch: null);
            Assert.Equal((HttpStatusCode.OK, true), (first.StatusCode, first.Headers.ETag is not null && first.Headers.ETag.ToString() != old));
            using var late = await EditAsync(client, operation, name, edited.Body(2), old);
            await late.ReadProblemAsync(HttpStatusCode.PreconditionFailed, "changed-meanwhile", _cancellation);
            using var nonsense = await EditAsync(client, operation, name, edited.Body(2), "\"nonsense\"");
            await nonsense.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid-request", _cancellation);
            using var now = await client.GetAsync(path, _cancellation);
            Assert.Equal(first.Headers.ETag, now.Headers.ETag);

            using var fresh = await EditAsync(client, operation, name, edited.Body(2), now.Headers.ETag!.ToString());
            Assert.Equal(HttpStatusCode.OK, fresh.StatusCode);
        }
    }

    [Fact]
    public async Task A_form_sends_the_version_that_its_page_showed()
    {
        await using var server = await PeopleServer.StartAsync(_cancellation);
        await server.AddAsync("ana", "viewer", _cancellation);
        using var root = await server.SignInAsync("root", _cancellation);
        var version = $"{(await server.Store.FindAsync("ana", _cancellation))!.Version}";
        Assert.Contains($"name=\"version\" value=\"{version}\"", await root.GetPageAsync("/people", _cancellation), StringComparison.Ordinal);
        await server.People.SetRoleAsync("ana", new RoleRequest("producer"), version: null, "another", _cancellation);

        var back = await root.SubmitAsync("/people", "/people/ana/role", _cancellation, ("version", version), ("role", "operator"));

        Assert.Contains("was changed by somebody else meanwhile", await root.GetPageAsync(back, _cancellation), StringComparison.Ordinal);
        Assert.Equal("producer", (await server.Store.FindAsync("ana", _cancellation))!.Role);
    }

    private static Edited Person(Func<int, object> body, string? before = null)
        => new("/people", name => new { name, role = "viewer" }, body) { Before = before };

    private async Task MakeAsync(HttpClient client, Edited edited, string name)
    {
        if (edited.List == "/people" && !await program.Service<PersonStore>().AnyAsync(_cancellation))
        {
            using var first = await client.PostAsJsonAsync(ApiPaths.Root + edited.List, new { name = "root", role = "admin" }, _cancellation);
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        }

        using var made = await client.PostAsJsonAsync(ApiPaths.Root + edited.List, edited.Made(name), _cancellation);
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        if (edited.Before is { } verb)
        {
            using var before = await client.PostAsJsonAsync($"{ApiPaths.Root}{edited.List}/{name}/{verb}", new { }, _cancellation);
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        }
    }

    private async Task<HttpResponseMessage> EditAsync(HttpClient client, Operation operation, string name, object body, string? ifMatch)
    {
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), operation.At(name)) { Content = JsonContent.Create(body) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await client.SendAsync(request, _cancellation);
    }

    private sealed record Edited(string List, Func<string, object> Made, Func<int, object> Body)
    {
        public string? Before { get; init; }
    }
}
