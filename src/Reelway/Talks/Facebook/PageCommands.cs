using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Reelway.Frame.Cli;

namespace Reelway.Talks.Facebook;

/// <summary><c>connections facebook pages</c>, <c>connections export</c> and <c>connections import</c>.</summary>
internal static class PageCommands
{
    /// <summary>Pages of the account, and pages to mention.</summary>
    public static Command Facebook(CliContext cli) => CliContext.Noun("facebook", "Facebook: the pages of a connection, and pages to mention.", Pages(cli));

    /// <summary>Keys for the old bot.</summary>
    public static Command Export(CliContext cli)
    {
        var name = new Argument<string>("name") { Description = "The connection's name." };
        var keys = KeysFile("File to write: stage -> (page id, token), for its owner alone.");
        var force = new Option<bool>("--force") { Description = "Replace a file that is there." };
        return cli.Verb(
            "export", "Writes the pages' tokens as the old bot wants them; exit code 7 when a stage has none.",
            "reelway connections export facebook --access-keys access_keys.json", [name, keys, force], async call =>
            {
                var path = call.FullPath(call.Value(keys)!);
                if (File.Exists(path) && !call.Value(force))
                {
                    throw new CliException(ExitCode.Conflict, $"{path} is there already; choose another file, or replace it with --force.");
                }

                var answer = await call.AskAsync(PagesApi.Export, new AccessKeysExport(call.Value(name)));
                var exported = answer.Deserialize(PagesJson.Default.AccessKeysAnswer)!;
                foreach (var problem in exported.Problems)
                {
                    call.Console.Warn(problem);
                }

                if (exported.Keys.Count == 0)
                {
                    throw new CliException(ExitCode.Failed, "No stage has a key, so nothing was written; see \"reelway connections facebook pages\".");
                }

                await AccessKeyFile.WriteAsync(path, exported.Keys, call.Value(force), call.Cancellation);
                call.Console.Show(new { file = path, stages = exported.Keys.Count, problems = exported.Problems }, people => people.Line(
                    $"Keys of {exported.Keys.Count} stages are in {path}. Whoever has the file can post on the pages: keep it safe."));
                return exported.Problems.Count == 0 ? ExitCode.Ok : ExitCode.Partial;
            });
    }

    /// <summary>Keys of the old bot.</summary>
    public static Command Import(CliContext cli)
    {
        var name = new Argument<string>("name") { Description = "The connection's name." };
        var keys = KeysFile("The old bot's file: stage -> (page id, token).");
        return cli.Verb(
            "import", "Takes over the pages' tokens of the old bot's access keys; exit code 7 when some were left out.",
            "reelway connections import facebook --access-keys access_keys.json", [name, keys], async call =>
            {
                var path = call.FullPath(call.Value(keys)!);
                var read = AccessKeyFile.Read(path);
                var answer = await call.AskAsync(PagesApi.Import, new AccessKeysImport(call.Value(name), read));
                var taken = answer.Deserialize(PagesJson.Default.AccessKeysTaken)!;
                call.Show(answer, people => Taken(people, taken));
                return taken.Warnings.Count == 0 ? ExitCode.Ok : ExitCode.Partial;
            });
    }

    private static Command Pages(CliContext cli)
    {
        var connection = new Option<string?>("--connection") { Description = "The connection. Default: that of talks.connection.", HelpName = "NAME" };
        var search = new Option<string?>("--search") { Description = "Search pages of anybody, to mention them.", HelpName = "TEXT" };
        return cli.Verb(
            "pages", "Lists the account's pages with rights, tokens and stages, or searches pages to mention.",
            "reelway connections facebook pages\nreelway connections facebook pages --search \"Hen House\"", [connection, search], async call =>
            {
                var api = await call.ApiAsync();
                var name = call.Value(connection);
                return call.Value(search) is { } words
                    ? Found(call, words, await api.GetAsync(ApiQuery.Of(PagesApi.Search.At(), ("connection", name), ("q", words)), call.Cancellation))
                    : Listed(call, await api.GetAsync(ApiQuery.Of(PagesApi.List.At(), ("connection", name)), call.Cancellation));
            });
    }

    private static int Listed(CliCall call, JsonElement answer)
    {
        var list = answer.Deserialize(PagesJson.Default.PageList)!;
        call.Show(answer, people =>
        {
            if (list.Items.Count == 0)
            {
                people.Line("The account has no pages. Log in with a user who may create content on them.");
                return;
            }

            people.Table(["id", "name", "vanity name", "token", "publish", "rights", "talks"], list.Items.Select(page => new[]
            {
                page.Id, page.Name, page.Username ?? "-", page.Token, page.CanPublish ? "yes" : "no", string.Join(' ', page.Tasks).ToLowerInvariant(),
                page.Talks.Count == 0 ? "-" : string.Join(", ", page.Talks),
            }));
        });
        foreach (var page in list.Items.Where(page => page.Problem is not null))
        {
            call.Console.Warn($"Page {page.Name}: {page.Problem}");
        }

        foreach (var unplaced in list.Unplaced)
        {
            call.Console.Warn($"{unplaced.Talks} -> {unplaced.Page}: {unplaced.Problem}");
        }

        return ExitCode.Ok;
    }

    private static int Found(CliCall call, string words, JsonElement answer)
    {
        var pages = answer.Deserialize(PagesJson.Default.FoundPages)!.Items;
        call.Show(answer, people =>
        {
            if (pages.Count == 0)
            {
                people.Line($"No page is called like \"{words}\".");
                return;
            }

            people.Table(["no", "id", "name", "address"], pages.Select((page, at) => new[] { $"{at + 1}", page.Id, page.Name, page.Link }));
            if (Chosen(call, pages) is { } chosen)
            {
                // A name alone does not tell who is meant, so nothing is mentioned that a person has not put into the settings.
                people.Line();
                people.Line("To mention it wherever a description has the name, put into reelway.yaml:");
                people.Line("talks:");
                people.Line("  mentions:");
                people.Line($"    {Quoted(words)}: \"{chosen.Id}\"");
            }
        });
        return pages.Count == 0 ? ExitCode.NotFound : ExitCode.Ok;
    }

    private static FoundPageItem? Chosen(CliCall call, IReadOnlyList<FoundPageItem> pages)
        => call.Surroundings is { InIsTerminal: true, ErrorIsTerminal: true }
            && int.TryParse(call.Console.Ask("Look at the addresses. Which one is meant? Its number, or Enter for none:"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= pages.Count
                ? pages[number - 1]
                : null;

    private static void Taken(CliText people, AccessKeysTaken taken)
    {
        people.Line($"Tokens of {taken.Pages} pages are kept.");
        foreach (var warning in taken.Warnings)
        {
            people.Line(warning);
        }

        if (taken.Unmapped.Count > 0)
        {
            people.Line("The settings do not send these stages to the pages of the file; to do so, put into reelway.yaml:");
            people.Line("talks:");
            people.Line("  stages:");
            foreach (var line in taken.Unmapped)
            {
                people.Line($"    {Quoted(line.Stage)}: {{page: \"{line.Page}\"}}");
            }
        }
    }

    // As YAML reads it.
    private static string Quoted(string text)
        => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static Option<string> KeysFile(string help) => new("--access-keys") { Description = help, HelpName = "FILE", Required = true };
}
