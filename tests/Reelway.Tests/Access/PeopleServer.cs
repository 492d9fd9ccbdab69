using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Reelway.Access;
using Reelway.Contracts;
using Reelway.Frame.Web;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Access;

/// <summary>A server with an admin, <c>root</c>, and whoever a test adds; each has the same password.</summary>
internal sealed class PeopleServer : IAsyncDisposable
{
    public const string Password = "an owl and four barns";

    private readonly TemporaryFolder? _own;

    private PeopleServer(WebServer web, TemporaryFolder? own) => (Web, _own) = (web, own);

    public WebServer Web { get; }

    public PersonOperations People => Web.Service<PersonOperations>();

    public PersonStore Store => Web.Service<PersonStore>();

    /// <param name="folder">Keys and database; null: a folder of its own.</param>
    public static async Task<PeopleServer> StartAsync(
        CancellationToken cancellation, Action<ServerOptions>? configure = null, string? folder = null, bool addsRoot = true, Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null, AccessOptions? access = null)
    {
        var own = folder is null ? new TemporaryFolder() : null;
        var server = new PeopleServer(
            await WebServer.StartWithPeopleAsync(cancellation, configure, keys: folder ?? own!.FullPath, map: map, services: all =>
            {
                // What a hash costs is not what is tested.
                all.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 10);
                services?.Invoke(all);
            }, access: access),
            own);
        if (addsRoot)
        {
            await server.AddAsync("root", "admin", cancellation);
        }

        return server;
    }

    /// <summary>Adds somebody who has chosen the password.</summary>
    public async Task AddAsync(string name, string role, CancellationToken cancellation)
    {
        var added = await People.AddAsync(new AddPersonRequest(name, role), "a test", cancellation);
        await Store.UseLinkAsync(added.Path.Split('/')[^1], first: null, Web.Service<Passwords>().Hash(Password), cancellation);
    }

    /// <summary>A browser of somebody who has signed in.</summary>
    public async Task<HttpClient> SignInAsync(string name, CancellationToken cancellation)
    {
        var browser = Web.Client();
        Assert.Equal("/runs", await browser.SubmitAsync(Visitor.SignInPath, SignInForms.BeginPath, cancellation, ("name", name), ("password", Password), ("returnTo", "/runs")));
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await Web.DisposeAsync();
        _own?.Dispose();
    }
}
