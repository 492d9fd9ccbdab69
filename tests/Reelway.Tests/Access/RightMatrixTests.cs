using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Reelway.Access;
using Reelway.Frame.Operations;
using Reelway.Hosting;
using Reelway.Tests.Frame.Operations;

namespace Reelway.Tests.Access;

/// <summary>Everything that can be asked for, tried with every role, with single rights, with a foreign key and with none.</summary>
public sealed class RightMatrixTests(WholeProgram program) : IClassFixture<WholeProgram>
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Req_18_every_route_answers_401_403_or_lets_in_by_its_right()
    {
        var rows = RightMatrix.Rows(program.Endpoints);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = await program.ServeAsync(_cancellation) };
        var roles = await EachAsync(Roles.All, role => Capabilities.Rights.Of(role));
        var single = await EachAsync(rows.Select(row => row.Right).Distinct().ToList(), right => [right]);
        var others = await EachAsync(rows.Select(row => row.Right).Distinct().ToList(), right => [.. Capabilities.Rights.Rows.Select(row => row.Right).Where(other => other != right)]);
        var foreign = KeyText.Make();
        var wrong = new List<string>();
        foreach (var row in rows)
        {
            await ExpectAsync(row, "no key", null, row.IsOpen ? "in" : "401");
            await ExpectAsync(row, "a foreign key", foreign, row.IsOpen ? "in" : "401");
            await ExpectAsync(row, $"only {row.Right}", single[row.Right], "in");
            await ExpectAsync(row, $"all but {row.Right}", others[row.Right], row.IsOpen ? "in" : "403");
            foreach (var (role, key) in roles)
            {
                await ExpectAsync(row, role.Word(), key, row.IsOpen || role >= Capabilities.Rights.LeastFor(new Right(row.Right)) ? "in" : "403");
            }
        }

        Assert.Empty(wrong);

        async Task ExpectAsync(RightRow row, string who, string? key, string expected)
        {
            var answer = await AskAsync(client, row, key);
            if (answer != expected)
            {
                wrong.Add($"{row.Method} {row.Path} with {who}: {answer} instead of {expected}");
            }
        }
    }

    [Fact]
    public async Task Req_18_what_is_not_there_is_404_for_those_who_may_see_it_and_for_others_it_is_not_told()
    {
        var rows = RightMatrix.Rows(program.Endpoints).Where(row => row.Method == "GET" && row.Path.StartsWith("/api/", StringComparison.Ordinal) && row.Path.Contains('{', StringComparison.Ordinal)).ToList();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = await program.ServeAsync(_cancellation) };
        var keys = await EachAsync(["all", "none"], which => which == "all" ? [.. Capabilities.Rights.Rows.Select(row => row.Right)] : ["me:read"]);
        var answers = new List<string>();
        foreach (var row in rows)
        {
            answers.Add($"{row.Path} {await StatusAsync(row, keys["all"])} {await StatusAsync(row, keys["none"])} {await StatusAsync(row, null)}");
        }

        Assert.InRange(rows.Count, 5, 500);
        Assert.Equal(rows.Select(row => $"{row.Path} 404 403 401"), answers);

        async Task<int> StatusAsync(RightRow row, string? key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, PathOf(row));
            if (key is not null)
            {
                request.Headers.Add("X-Api-Key", key);
            }

            using var answer = await client.SendAsync(request, _cancellation);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task Req_23_every_form_without_its_token_is_refused()
    {
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = await program.ServeAsync(_cancellation) };
        client.DefaultRequestHeaders.Add("X-Api-Key", program.Service<ProcessToken>().Value);
        var forms = program.Endpoints.Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) == false
                && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
            .Select(endpoint => string.Join('/', endpoint.RoutePattern.RawText!.Split('/').Select(part => part.StartsWith('{') ? "nothing" : part))).Distinct().ToList();
        var taken = new List<string>();
        foreach (var form in forms)
        {
            using var content = new FormUrlEncodedContent([KeyValuePair.Create("name", "x")]);
            using var answer = await client.PostAsync(form, content, _cancellation);
            if (answer.StatusCode != HttpStatusCode.BadRequest)
            {
                taken.Add($"{form}: {answer.StatusCode}");
            }
        }

        Assert.True(forms.Count > 20, $"There are only {forms.Count} forms.");
        Assert.Empty(taken);
    }

    [Fact]
    public void Req_18_only_what_must_be_open_is_open()
        => Assert.Equal(
            ["/api/v1/version", "/app/{name}", "/healthz", "/help/problems", "/readyz", "/session/begin", "/sign-in", "/theme", "/welcome", "/welcome/{Token}"],
            program.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(endpoint => endpoint.RoutePattern.RawText!).Distinct()
                .Order(StringComparer.Ordinal));

    [Fact]
    public async Task Req_18_a_new_release_never_narrows_a_key_that_exists()
    {
        var file = CommittedFile.PathOf("tests", "Reelway.Tests", "Access", "rights.txt");
        var now = RightMatrix.Text(RightMatrix.Rows(program.Endpoints));
        if (File.Exists(file))
        {
            // Also when the file is renewed: what a key could do it can.
            Assert.Empty(RightMatrix.Narrowed(await File.ReadAllTextAsync(file, _cancellation), now));
        }

        await CommittedFile.EnsureAsync(file, now, GetType());
    }

    [Fact]
    public void Req_18_what_narrows_a_key_is_caught()
    {
        const string Before = "GET /a runs:read viewer\nGET /b runs:read viewer\nGET /c runs:read viewer\nGET /d version:read anybody\nGET /e runs:read operator\n";
        const string Now = "GET /a runs:write viewer\nGET /b runs:read admin\nGET /d version:read viewer\nGET /e runs:read viewer\nGET /f runs:read admin\n";
        Assert.Equal(
            ["GET /a needed runs:read and needs runs:write now.", "GET /b was for viewer and is for admin now.", "GET /c is gone.", "GET /d was for anybody and is for viewer now."],
            RightMatrix.Narrowed(Before, Now));
    }

    [Fact]
    public async Task The_guide_has_the_table_of_roles()
    {
        const string Begin = "<!-- Made of the rights of all parts; REELWAY_RENEW=1 renews it. -->\n", End = "<!-- /rights -->";
        var file = CommittedFile.PathOf("docs", "guides", "access.md");
        var text = await File.ReadAllTextAsync(file, _cancellation);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var table = "|Right|Allows to|" + string.Concat(Roles.All.Select(role => $"{role.Word()}|")) + "\n|-|-|" + string.Concat(Roles.All.Select(_ => "-|")) + "\n"
            + string.Concat(Capabilities.Rights.Rows.Select(row => $"|`{row.Right}`|{row.Text}|{string.Concat(Roles.All.Select(role => role >= row.Least ? "yes|" : "|"))}\n"));
        await CommittedFile.EnsureAsync(file, text[..from] + table + text[to..], GetType());
    }

    private async Task<Dictionary<T, string>> EachAsync<T>(IReadOnlyList<T> of, Func<T, IReadOnlyList<string>> rights)
        where T : notnull
    {
        var keys = new Dictionary<T, string>();
        foreach (var one in of)
        {
            keys[one] = KeyText.Make();
            await program.Service<KeyStore>().AddAsync(keys[one], new KeyWish($"{one}", rights(one), [], ExpiresAt: null, PersonId: null), "a test", _cancellation);
        }

        return keys;
    }

    private static string PathOf(RightRow row) => "/" + string.Join('/', row.Path.Split('/').Select(part => part.StartsWith('{') ? "nothing" : part)).TrimStart('/');

    private async Task<string> AskAsync(HttpClient client, RightRow row, string? key)
    {
        using var request = new HttpRequestMessage(new HttpMethod(row.Method), PathOf(row));
        if (key is not null)
        {
            request.Headers.Add("X-Api-Key", key);
        }

        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _cancellation);
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => "401",
            HttpStatusCode.Forbidden when (await answer.Content.ReadAsStringAsync(_cancellation)).Contains("\"right-missing\"", StringComparison.Ordinal) => "403",
            _ => "in",
        };
    }
}
