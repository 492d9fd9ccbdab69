using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Connectors.Facebook;
using Reelway.Connectors.Google;
using Reelway.Connectors.Mail;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Intake;
using Reelway.Library;
using Reelway.Media;
using Reelway.Notifications;
using Reelway.Talks.Sheets;

namespace Reelway.Talks;

/// <summary>What the configuration still lacks before a talk can go all the way. None of it stops the server, and no call is made.</summary>
internal static class TalkReadiness
{
    /// <summary>Everything that is missing, in the order in which a recording would meet it.</summary>
    public static async Task<IReadOnlyList<MissingSetting>> LookAsync(Settings settings, TimeProvider clock, CancellationToken cancellation)
    {
        var talks = settings.Get<TalksOptions>();
        var missing = new List<MissingSetting>();
        missing.AddRange(Sources(settings.Get<IntakeOptions>()));
        missing.AddRange(Sheet("talks.sheet", talks.Sheet, "the programme, in which a recording finds its talk"));
        missing.AddRange(Sheet("talks.speakers", talks.Speakers, "the speakers and their mail addresses"));
        missing.AddRange(Pages(talks));
        missing.AddRange(Connections(settings, talks));
        missing.AddRange(await LoginsAsync(settings, talks, clock, cancellation));
        return missing;
    }

    private static IEnumerable<MissingSetting> Sources(IntakeOptions intake)
    {
        if (string.IsNullOrWhiteSpace(intake.Folder))
        {
            if (intake.Queues.Count == 0)
            {
                yield return new("intake.folder", "Set the folder that recordings are put into, or intake.queues; without either each is handed in with \"reelway talks submit\".");
            }
        }
        else if (!Directory.Exists(intake.Folder))
        {
            yield return new("intake.folder", $"There is no folder {intake.Folder}; make it, mount its disk, or correct the setting.");
        }
    }

    private static IEnumerable<MissingSetting> Sheet(string key, string? sheet, string what)
    {
        if (string.IsNullOrWhiteSpace(sheet))
        {
            yield return new(key, $"Set the sheet of {what}.");
        }
        else if (!IsAtGoogle(sheet) && !File.Exists(sheet))
        {
            yield return new(key, $"There is no file {sheet}; make it, or correct the setting.");
        }
    }

    private static IEnumerable<MissingSetting> Pages(TalksOptions talks)
    {
        if (talks.Stages.Count + talks.Kinds.Count == 0 && string.IsNullOrWhiteSpace(talks.DefaultPage))
        {
            yield return new("talks.default_page", "Set the page that talks go to, or one for each stage in talks.stages.");
        }
    }

    private static IEnumerable<MissingSetting> Connections(Settings settings, TalksOptions talks)
    {
        var (media, intake, notifications) = (settings.Get<MediaOptions>(), settings.Get<IntakeOptions>(), settings.Get<NotificationsOptions>());
        var isInBucket = media.Library.StartsWith(BucketUri.Scheme, StringComparison.Ordinal);
        IEnumerable<MissingSetting?> found =
        [
            .. intake.Queues.Values.Select(queue => queue.Connection).Distinct().Select(name => Connection<AwsQueues>(settings, name, "a queue is read")),
            intake.Queues.Count > 0 || isInBucket ? Connection<AwsBuckets>(settings, media.BucketConnection, "buckets are reached") : null,
            IsAtGoogle(talks.Sheet) || IsAtGoogle(talks.Speakers) ? Connection<GoogleSheets>(settings, talks.SheetConnection, "sheets are read") : null,
            .. PageConnections(talks).Select(name => Connection<FacebookPages>(settings, name, "videos are published")),
            notifications.Enabled ? Connection<IMailer>(settings, notifications.MailConnection, "speakers get their mails") : null,
        ];
        return found.OfType<MissingSetting>().DistinctBy(missing => missing.Key);
    }

    // A login is kept in the store and not in the configuration.
    private static async Task<IEnumerable<MissingSetting>> LoginsAsync(Settings settings, TalksOptions talks, TimeProvider clock, CancellationToken cancellation)
    {
        var names = settings.Connections
            .Where(connection => connection.Options is FacebookOptions { AccessToken: null or "", PageTokens.Count: 0 })
            .Select(connection => connection.Name).Intersect(PageConnections(talks)).ToList();
        if (names.Count == 0)
        {
            return [];
        }

        var missing = new List<MissingSetting>();
        await using var logins = await StoredLogins.OpenAsync(settings, clock, cancellation);
        foreach (var name in names)
        {
            if (logins is null || !await logins.Store.HasAsync(name, cancellation))
            {
                missing.Add(new($"connections.{name}.access_token", $"Nobody has logged in: run \"{ShellCommand.Reelway("connections login", name)}\", or set a token."));
            }
        }

        return missing;
    }

    private static IEnumerable<string> PageConnections(TalksOptions talks)
        => talks.Stages.Values.Concat(talks.Kinds.Values).Select(target => target.Connection ?? talks.Connection)
            .Concat(string.IsNullOrWhiteSpace(talks.DefaultPage) ? [] : [talks.Connection])
            .DefaultIfEmpty(talks.Connection).Distinct();

    private static MissingSetting? Connection<TClient>(Settings settings, string name, string use)
    {
        var connectors = ConnectorCatalog.ThatMake<TClient>();
        return settings.Connections.Any(connection => connection.Name == name && connectors.Contains(connection.Connector))
            ? null
            : new MissingSetting($"connections.{name}", $"Set a connection of the connector {string.Join(" or ", connectors)}, by which {use}.");
    }

    private static bool IsAtGoogle(string? sheet)
        => sheet is not null && (sheet.StartsWith(GoogleSheet.Prefix, StringComparison.OrdinalIgnoreCase) || sheet.StartsWith("https://", StringComparison.Ordinal));
}

/// <summary>A setting that a talk would miss on its way.</summary>
/// <param name="Key">Its full name.</param>
/// <param name="Message">What to do, in a sentence.</param>
internal sealed record MissingSetting(string Key, string Message);
