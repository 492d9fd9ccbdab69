using System.CommandLine;
using Reelway.Hosting.Configuration;
using Reelway.Sandbox;

namespace Reelway.Hosting.Cli;

/// <summary><c>sandbox</c>: the stand-ins for the outside systems, until they are told to stop.</summary>
internal static class SandboxCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext cli)
    {
        var port = new Option<int>("--port") { Description = "Port of the HTTP stand-ins; 0 takes a free one.", HelpName = "PORT", DefaultValueFactory = _ => 5090 };
        var smtpPort = new Option<int>("--smtp-port") { Description = "Port of the mail catcher; 0 takes a free one.", HelpName = "PORT", DefaultValueFactory = _ => 5025 };
        var folder = new Option<string?>("--folder") { Description = "Keep uploaded files here. Default: a temporary folder.", HelpName = "DIR" };
        return cli.Verb("sandbox", "Starts local stand-ins for Facebook, AWS, mail and webhooks, so that everything can be tried without an account.",
            "reelway sandbox\nreelway sandbox --port 0 --smtp-port 0 --json", [port, smtpPort, folder], async call =>
            {
                var options = new SandboxOptions
                {
                    HttpPort = Port(call, port),
                    SmtpPort = Port(call, smtpPort),
                    DataFolder = call.Value(folder) is { } name ? call.FullPath(name) : null,
                    Time = call.Surroundings.Clock,
                };
                await using var sandbox = await StartAsync(options, call.Cancellation);
                Show(call, sandbox, options);
                await call.Surroundings.Out.FlushAsync(CancellationToken.None);
                await call.Surroundings.Stop.GentlyAsync();
                return call.Surroundings.Stop.Interrupted ? ExitCode.Interrupted : ExitCode.Ok;
            });
    }

    private static int Port(CliCall call, Option<int> option)
        => call.Value(option) is var port and >= 0 and <= 65535
            ? port
            : throw new CliException(ExitCode.Usage, $"{option.Name} must be 0 to 65535.");

    private static async Task<SandboxServer> StartAsync(SandboxOptions options, CancellationToken cancellation)
    {
        try
        {
            return await SandboxServer.StartAsync(options, cancellation);
        }
        catch (IOException problem)
        {
            throw new CliException(ExitCode.Conflict, $"The sandbox can't start: {problem.Message} Choose other ports with --port and --smtp-port.", problem);
        }
    }

    private static void Show(CliCall call, SandboxServer sandbox, SandboxOptions options)
    {
        var url = sandbox.HttpUrl.ToString().TrimEnd('/');
        call.Console.Show(new { url, state = $"{url}/_sandbox", smtp = new { host = "127.0.0.1", port = sandbox.SmtpPort }, pid = Environment.ProcessId }, text =>
        {
            text.Line($"Sandbox: {url}/_sandbox shows everything received. To use it, put this into {SettingsLoader.FileName}:");
            text.Line();
            text.Line("connections:");
            text.Line("  facebook:");
            text.Line("    connector: facebook");
            text.Line($"    graph_url: {url}/facebook/graph");
            text.Line($"    video_url: {url}/facebook/graph-video");
            text.Line($"    login_url: {url}/facebook/www");
            text.Line($"    app_id: \"{options.Facebook.AppId}\"");
            text.Line($"    app_secret: {options.Facebook.AppSecret}");
            text.Line($"    access_token: {options.Facebook.UserToken}");
            text.Line("  aws:");
            text.Line("    connector: aws");
            text.Line($"    region: {options.Aws.Region}");
            text.Line($"    access_key: {options.Aws.AccessKey}");
            text.Line($"    secret_key: {options.Aws.SecretKey}");
            text.Line($"    sqs_url: {url}/sqs/");
            text.Line($"    events_url: {url}/eventbridge/");
            text.Line($"    s3_url: {url}/s3");
            text.Line("    path_style: true");
            text.Line("  mailgun:");
            text.Line("    connector: mailgun");
            text.Line($"    url: {url}/mailgun/us");
            text.Line("    domain: mg.example.org");
            text.Line($"    api_key: {options.Mailgun.ApiKey}");
            text.Line("    from: talks@mg.example.org");
            text.Line("  smtp:");
            text.Line("    connector: smtp");
            text.Line("    host: 127.0.0.1");
            text.Line($"    port: {sandbox.SmtpPort}");
            text.Line("    security: none");
            text.Line("    from: talks@example.org");
        });
    }
}
