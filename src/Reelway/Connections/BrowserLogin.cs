using System.Text.Json;
using Reelway.Configuration;
using Reelway.Frame.Cli;

namespace Reelway.Connections;

/// <summary>Logging in with a browser: the system's dialog there, and the answer back on a port of this machine.</summary>
internal static class BrowserLogin
{
    /// <summary>Time for a person to find a password and a second factor.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Logs in; null when the connection has no dialog, which is then said.</summary>
    /// <param name="port">Where the browser comes back; 0 takes a free one.</param>
    /// <param name="patience">After so long nobody will answer.</param>
    public static async Task<JsonElement?> RunAsync(CliCall call, string name, int port, TimeSpan patience)
    {
        await using var landing = await LoginLanding.OpenAsync(port, call.Console.Say, call.Cancellation);
        var dialog = await call.AskAsync(LoginApi.FindDialog, new DialogRequest(landing.Redirect, landing.State), name);
        if (dialog.Text("address") is not { } address)
        {
            call.Console.Say(dialog.Text("reason") ?? $"Connection {name} has no login for browsers.");
            return null;
        }

        call.Console.Prompt("Grant what is asked for in the browser. If none opens, open this address in one on this machine:");
        call.Console.Prompt(address);
        if (Uri.TryCreate(address, UriKind.Absolute, out var link) && link.Scheme is "https" or "http")
        {
            call.Surroundings.OpenBrowser(link);
        }

        var answer = await AnswerAsync(call, landing, patience);
        return answer.Refusal is { } refusal
            ? throw new CliException(ExitCode.Connection, $"Nothing was granted: {refusal}. Run the command again, or log in with a token: --paste.")
            : await call.AskAsync(LoginApi.LogIn, new LoginRequest(Token: null, answer.Code, landing.Redirect), name);
    }

    private static async Task<LoginAnswer> AnswerAsync(CliCall call, LoginLanding landing, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience, call.Surroundings.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation, limit.Token);
        try
        {
            return await landing.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !call.Cancellation.IsCancellationRequested)
        {
            throw new CliException(
                ExitCode.Connection,
                $"Nobody has answered the dialog within {Durations.Format(patience)}. Run the command again; where no browser reaches this machine, log in with a token: --paste.");
        }
    }
}
