using System.Globalization;
using Reelway.Sandbox;

namespace Reelway.Hosting.Setup;

/// <summary>Configurations whose outside world is the sandbox.</summary>
internal static class SandboxSettings
{
    /// <summary>A whole file: with two sheets and a recording beside it a talk goes all the way, and no account is needed.</summary>
    public static string Whole(Uri http, int smtpPort, SandboxOptions accounts) => string.Create(CultureInfo.InvariantCulture, $$"""
        # A server that takes the sandbox for the outside world. "reelway sandbox" prints this file, --write FILE writes it.
        # What the sandbox receives: {{http}}_sandbox. How to use both: docs/guides/try-it.md. Relative paths are relative to this file.

        data:
          directory: data

        talks:
          folder: recordings       # whatever appears here and stands still is taken in
          settle: 2s               # for so long
          sheet: talks.csv         # which talk is when, where and by whom; gets the links
          speakers: speakers.csv   # who gets a mail
          ready_poll: 2s
          stages:
        {{Stages(accounts)}}
          default_page: {{accounts.Facebook.Pages[^1].Username}}   # of stages that are not listed
          # mail_connection: mailgun   # instead of smtp
          # queues:                    # recordings from a bucket of the sandbox, announced by a queue of it
          #   main: { queue: {{accounts.Aws.Queues.Keys.First()}}, buckets: [{{accounts.Aws.Buckets[0]}}] }

        connections:
        {{Facebook(http, accounts)}}
        {{Smtp(smtpPort, "Fernwood Conference <talks@example.org>")}}
          mailgun:
            connector: mailgun
            url: {{http}}mailgun/us
            domain: mg.example.org
            api_key: {{accounts.Mailgun.ApiKey}}
            from: Fernwood Conference <talks@mg.example.org>
          aws:
            connector: aws
            region: {{accounts.Aws.Region}}
            access_key: {{accounts.Aws.AccessKey}}
            secret_key: {{accounts.Aws.SecretKey}}
            sqs_url: {{http}}sqs/
            events_url: {{http}}eventbridge/
            s3_url: {{http}}s3
            path_style: true
          # Sheets at Google: save {{http}}_sandbox/google/key as google-key.json (each start of the sandbox makes another key),
          # set the variable GOOGLE_KEY_FILE=google-key.json, and name the sheets google:TITLE above.
          # google:
          #   connector: google
          #   key: ${GOOGLE_KEY}
          #   sheets_url: {{http}}google
          #   drive_url: {{http}}google

        """).ReplaceLineEndings("\n");

    /// <summary>The connection to the Facebook of the sandbox, as it stands below <c>connections</c>.</summary>
    public static string Facebook(Uri http, SandboxOptions accounts) => $"""
          facebook:
            connector: facebook
            graph_url: {http}facebook/graph
            video_url: {http}facebook/graph-video
            login_url: {http}facebook/www
            app_id: "{accounts.Facebook.AppId}"
            app_secret: {accounts.Facebook.AppSecret}
            access_token: {accounts.Facebook.UserToken}
        """;

    /// <summary>The connection to the mail server of the sandbox, as it stands below <c>connections</c>.</summary>
    /// <param name="from">Who writes the mails.</param>
    public static string Smtp(int port, string from) => string.Create(CultureInfo.InvariantCulture, $"""
          smtp:
            connector: smtp
            host: 127.0.0.1
            port: {port}
            security: none
            from: {from}
        """);

    // The last page is that of the conference as a whole.
    private static string Stages(SandboxOptions accounts)
        => string.Join('\n', accounts.Facebook.Pages.SkipLast(1).Select(page => $$"""    {{page.Name}}: { page: {{page.Username}} }"""));
}
