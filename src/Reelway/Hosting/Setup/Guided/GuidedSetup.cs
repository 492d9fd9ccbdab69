using System.Text.Json;
using Reelway.Connections;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Hosting.Cli;

namespace Reelway.Hosting.Setup.Guided;

/// <summary><c>init --guided</c>: asks what posts need, writes it, and tries each credential before it is kept.</summary>
internal sealed class GuidedSetup(CliCall call, GuidedAnswers answers)
{
    private const string Aws = "aws";
    private const int MostTries = 3;

    private const string Header = """
        # Made by "reelway init --guided". Credentials of networks are sealed in the store; see docs/guides/posts.md.
        #
        #   reelway connections check      makes one harmless call to each connection
        #   reelway posts preview …        says when a post would go out
        #   reelway serve                  starts the server


        """;

    /// <summary>Asks until all credentials work, or gives up and leaves no configuration behind.</summary>
    public async Task<int> RunAsync()
    {
        var folder = call.Surroundings.WorkingDirectory;
        for (var attempt = 1; ; attempt++)
        {
            var (settings, connection, login) = Ask();
            SetupFile[] files = [new(SettingsLoader.FileName, Header + settings.ToYaml()), .. settings.Secrets.Count > 0 ? [new SetupFile(".env", settings.ToDotEnv(), IsPrivate: true)] : Array.Empty<SetupFile>()];
            SetupFiles.EnsureNew(folder, files);
            await SetupFiles.WriteAsync(folder, files, call.Cancellation);
            var isKept = false;
            try
            {
                var checks = await TryAsync(connection, login, withAws: settings.Has("connections", Aws));
                isKept = true;
                return Show(folder, files, checks);
            }
            catch (CliException problem) when (answers.CanAskAgain && attempt < MostTries)
            {
                call.Console.Prompt($"That does not work: {problem.Message} Once more; Enter keeps an answer.");
            }
            finally
            {
                if (!isKept)
                {
                    SetupFiles.Remove(folder, files);
                }
            }
        }
    }

    private (StartingSettings Settings, string Connection, LoginRequest Login) Ask()
    {
        var settings = new StartingSettings();
        var network = answers.Take(GuidedQuestion.Network);
        var account = answers.Take(GuidedQuestion.Account);
        string[] own = ["posts", "accounts", account];
        settings.Set(network, [.. own, "platform"]);
        var connection = network == GuidedQuestion.Twitter ? "x" : network;
        settings.Set(connection, [.. own, "connection"]);
        settings.Set(answers.Take(GuidedQuestion.Timezone), [.. own, "timezone"]);
        settings.Set(answers.Take(GuidedQuestion.Window), "posts", "window");
        settings.Set(connection, "connections", connection, "connector");
        var hasAws = AskAws(settings);
        return (settings, connection, network switch
        {
            GuidedQuestion.LinkedIn => AskToken(settings, GuidedQuestion.Author, connection, "author"),
            GuidedQuestion.Facebook => AskToken(settings, GuidedQuestion.Page, connection, "page"),
            _ => AskKeys(hasAws),
        });
    }

    private bool AskAws(StartingSettings settings)
    {
        var region = answers.Take(GuidedQuestion.Region);
        if (region.Length == 0)
        {
            return false;
        }

        settings.Set(region, "connections", Aws, "region");
        if (answers.Take(GuidedQuestion.AccessKey) is { Length: > 0 } key)
        {
            settings.Set(key, "connections", Aws, "access_key");
            settings.SetSecret("AWS_CONNECTION_SECRET_KEY", answers.Take(GuidedQuestion.SecretKey), "connections", Aws, "secret_key");
        }

        if (answers.Take(GuidedQuestion.Queue) is { Length: > 0 } queue)
        {
            settings.Set(queue, "posts", "queues", "main", "queue");
        }

        return true;
    }

    private LoginRequest AskToken(StartingSettings settings, GuidedQuestion who, string connection, string setting)
    {
        if (answers.Take(who) is { Length: > 0 } given)
        {
            settings.Set(given, "connections", connection, setting);
        }

        return new LoginRequest(answers.Take(GuidedQuestion.Token));
    }

    private LoginRequest AskKeys(bool hasAws)
        => hasAws && answers.Take(GuidedQuestion.Secret) is { Length: > 0 } secret ? new LoginRequest(Token: null, Secret: secret, Aws: Aws) : new LoginRequest(JsonSerializer.Serialize(
            new[] { GuidedQuestion.ApiKey, GuidedQuestion.ApiKeySecret, GuidedQuestion.AccessToken, GuidedQuestion.AccessTokenSecret }.ToDictionary(question => question.Name, answers.Take)));

    private async Task<IReadOnlyList<GuidedCheck>> TryAsync(string connection, LoginRequest login, bool withAws)
    {
        var settings = call.LoadSettings();
        if (settings.Problems.FirstOrDefault(problem => problem.IsError) is { } wrong)
        {
            throw new CliException(ExitCode.Unusable, wrong.ToString());
        }

        var checks = new List<GuidedCheck>();
        await using var access = await DataDirectoryApi.OpenAsync(settings, call.Console, call.Surroundings, call.Cancellation);
        if (withAws)
        {
            var aws = await access.Client.AskAsync(ConnectionsApi.Check, ConnectionsApi.Check.At(Aws), body: null, call.Cancellation);
            checks.Add(new GuidedCheck(Aws, Working(aws.GetProperty("check").Text("problem"), aws.GetProperty("check").Text("identity"))));
        }

        var kept = await access.Client.AskAsync(LoginApi.LogIn, LoginApi.LogIn.At(connection), login, call.Cancellation);
        checks.Add(new GuidedCheck(connection, Working(kept.GetProperty("connection").Text("problem"), kept.Text("reaches"))));
        return checks;
    }

    private static string Working(string? problem, string? reaches) => problem is null ? reaches ?? "" : throw new CliException(ExitCode.Connection, problem);

    private int Show(string folder, SetupFile[] files, IReadOnlyList<GuidedCheck> checks)
    {
        var written = files.Select(file => file.Name).ToList();
        call.Console.Show(new { folder, written, connections = checks }, people =>
        {
            people.Line($"Wrote {string.Join(" and ", written)} in {folder}.");
            people.Table(["connection", "works as"], checks.Select(check => new[] { check.Connection, check.Reaches }));
        });
        call.Console.Say("Next: reelway serve");
        return ExitCode.Ok;
    }
}

/// <summary>A connection that was tried.</summary>
/// <param name="Reaches">As whom, and what it reaches.</param>
internal sealed record GuidedCheck(string Connection, string Reaches);
