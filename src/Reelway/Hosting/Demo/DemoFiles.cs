using System.Globalization;
using Reelway.Sandbox;

namespace Reelway.Hosting.Demo;

/// <summary>The demo's folder: two sheets, a configuration, a watched folder and what the server makes of them.</summary>
internal sealed class DemoFiles
{
    /// <summary>The talk's title; its recording's file can't be named quite so.</summary>
    public const string Title = "From tape to talk: who presses the button?";

    /// <summary>The row of the talk in its sheet, counted as spreadsheets do.</summary>
    public const int TalkRow = 3;

    private const string RecordingName = "From tape to talk_ who presses the button_.mp4";
    private const string Stage = "Harbour Stage";

    private const string Talks = $"""
        Title,Start,End,Stage,Speakers,Description,Link
        Welcome,00:00:00,00:00:08,{Stage},Mara Lindqvist,"The day, its stages and where to find coffee.",
        "{Title}",00:00:08.500,00:00:39,{Stage},Mara Lindqvist; Jonas Abara,"Two stage managers show how a recording becomes a video that people find, without anybody pressing a button.",

        """;

    private const string Speakers = """
        First name,Last name,Company,Mail
        Mara,Lindqvist,Harbour Theatre,mara@example.org
        Jonas,Abara,Fernwood Media,jonas@example.org

        """;

    private readonly string _root;

    private DemoFiles(string root) => _root = root;

    /// <summary>Where the server keeps its data.</summary>
    public string Data => Path.Combine(_root, "data");

    /// <summary>Where the sandbox keeps what it receives.</summary>
    public string Sandbox => Path.Combine(_root, "sandbox");

    /// <summary>The server's configuration.</summary>
    public string Configuration => Path.Combine(_root, "reelway.yaml");

    /// <summary>The programme, into which the link is written.</summary>
    public string TalkSheet => Path.Combine(_root, "talks.csv");

    private string Watched => Path.Combine(_root, "recordings");

    /// <summary>Lays out the folders and both sheets.</summary>
    public static async Task<DemoFiles> CreateAsync(string root, CancellationToken cancellation)
    {
        var files = new DemoFiles(root);
        Directory.CreateDirectory(files.Watched);
        await File.WriteAllTextAsync(files.TalkSheet, Talks, cancellation);
        await File.WriteAllTextAsync(Path.Combine(root, "speakers.csv"), Speakers, cancellation);
        return files;
    }

    /// <summary>Writes the configuration of a server that takes the sandbox for the outside world. Paths are relative to it.</summary>
    public Task ConfigureAsync(SandboxServer sandbox, SandboxOptions accounts, CancellationToken cancellation)
    {
        var page = accounts.Facebook.Pages.Single(page => page.Name == Stage);
        return File.WriteAllTextAsync(
            Configuration,
            string.Create(CultureInfo.InvariantCulture, $"""
                # Made by "reelway demo". With --keep you can look at everything here while it runs.
                data:
                  directory: data
                server:
                  urls: ["http://127.0.0.1:0"]
                urls:
                  allow: [127.0.0.1]  # the sandbox's receiver of webhooks is on this machine
                intake:
                  folder: recordings
                  settle: 500ms
                talks:
                  sheet: talks.csv
                  speakers: speakers.csv
                  shortest: 0s        # the demo's talk is half a minute long
                  ready_poll: 500ms
                  stages:
                    {Stage}:
                      page: {page.Username}
                connections:
                {sandbox.Connections("facebook", "smtp")}

                """),
            cancellation);
    }

    /// <summary>Puts the recording into the watched folder, all at once.</summary>
    public void Drop(string recording) => File.Move(recording, Path.Combine(Watched, RecordingName));
}
