using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Reelway.Frame.Cli;

namespace Reelway.Connections;

/// <summary>Waits on this machine for the browser that comes back from a login dialog, and takes exactly one answer.</summary>
internal sealed class LoginLanding : IAsyncDisposable
{
    // From what is meant for people to what is meant for programs.
    private static readonly string[] ReasonFields = ["error_description", "error_reason", "error"];

    private readonly TaskCompletionSource<LoginAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<string> _say;
    private readonly WebApplication _app;
    private int _isTaken;
    private int _strangers;

    private LoginLanding(int port, Action<string> say)
    {
        _say = say;
        // The empty builder reads no settings and no environment, so that nothing can move the port off this machine.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton<IHostLifetime, GuestLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Names this login: nobody else can know it, so an answer with it is the answer to our dialog.</summary>
    public string State { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Where the dialog sends the browser.</summary>
    /// <remarks>By name: Meta lets an app in development come back to <c>localhost</c>, and to no number.</remarks>
    public string Redirect => $"http://localhost:{new Uri(_app.Urls.Single()).Port}/";

    /// <summary>Opens the port.</summary>
    /// <param name="port">0 takes a free one.</param>
    /// <param name="say">Told what happens while it waits.</param>
    public static async Task<LoginLanding> OpenAsync(int port, Action<string> say, CancellationToken cancellation)
    {
        var landing = new LoginLanding(port, say);
        try
        {
            await landing._app.StartAsync(cancellation);
            return landing;
        }
        catch (Exception problem)
        {
            await landing._app.DisposeAsync();
            throw problem is IOException or SocketException or AddressInUseException
                ? new CliException(ExitCode.Conflict, $"Port {port} can't be used: {problem.Message} Choose another one with --port, or leave it out.", problem)
                : problem;
        }
    }

    /// <summary>The answer, once the browser has brought it.</summary>
    public Task<LoginAnswer> WaitAsync(CancellationToken cancellation) => _answer.Task.WaitAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext http)
    {
        var query = http.Request.Query;
        if (http.Request.Path != "/" || !HttpMethods.IsGet(http.Request.Method))
        {
            return ShowAsync(http, StatusCodes.Status404NotFound, "Nothing here", "This port only waits for the end of a login.");
        }

        if (!IsOurs(query["state"].ToString()))
        {
            // Said once: whoever knows the port could fill the terminal with it.
            if (Interlocked.Increment(ref _strangers) == 1)
            {
                _say("An answer that does not belong to this login was refused; still waiting.");
            }

            return ShowAsync(http, StatusCodes.Status400BadRequest, "Not this login", "This answer does not belong to the login that Reelway waits for. Open the address that the terminal shows.");
        }

        var answer = new LoginAnswer(query["code"].ToString(), RefusalIn(query));
        if (answer is { Code: "", Refusal: null })
        {
            return ShowAsync(http, StatusCodes.Status400BadRequest, "No answer", "The dialog sent neither a code nor a reason. Open the address that the terminal shows once more.");
        }

        return Interlocked.Exchange(ref _isTaken, 1) == 0
            ? TakeAsync(http, answer)
            : ShowAsync(http, StatusCodes.Status409Conflict, "Answered already", "This login has had its answer, in another tab perhaps. You can close this one.");
    }

    // The page first: the command ends this server soon after it has the answer.
    private async Task TakeAsync(HttpContext http, LoginAnswer answer)
    {
        try
        {
            await (answer.Refusal is null
                ? ShowAsync(http, StatusCodes.Status200OK, "Thank you", "You can close this window; the terminal shows how it went on.")
                : ShowAsync(http, StatusCodes.Status200OK, "Not granted", "Nothing was changed. You can close this window."));
            await http.Response.CompleteAsync();
        }
        finally
        {
            _answer.TrySetResult(answer);
        }
    }

    private bool IsOurs(string state) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(State));

    private static string? RefusalIn(IQueryCollection query)
        => ReasonFields.Select(name => query[name].ToString()).Where(text => text.Length > 0).ToList() is { Count: > 0 } told
            ? string.Join(", ", told.Distinct().Select(text => text.Length <= 100 ? text : text[..100] + "…"))
            : null;

    private static Task ShowAsync(HttpContext http, int status, string title, string sentence)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        // The address holds the code: it goes to no cache and to no other site.
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
        http.Response.Headers.Connection = "close";
        return http.Response.WriteAsync(
            $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Reelway: {title}</title></head><body><h1>{title}</h1><p>{sentence}</p></body></html>",
            http.RequestAborted);
    }

    /// <summary>A guest in the command's process: signals are the command's business.</summary>
    private sealed class GuestLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>What the dialog has answered. Prints without the code.</summary>
/// <param name="Code">Empty when it was refused.</param>
/// <param name="Refusal">Why nothing was granted, in the dialog's words; null when it was.</param>
internal sealed record LoginAnswer(string Code, string? Refusal)
{
    public override string ToString() => Refusal ?? "granted";
}
