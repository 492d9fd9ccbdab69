using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Media;

namespace Reelway.Webhooks;

/// <summary><c>webhooks import</c>.</summary>
internal static class ImportCommand
{
    // Far above any such file.
    private const int MostBytes = 1024 * 1024;

    /// <summary>The command.</summary>
    public static Command Create(CliContext cli)
    {
        var file = new Argument<string>("file") { Description = "The older system's file of webhooks." };
        var over = new Option<string?>("--over") { Description = "Its configuration, whose group webhooks changes some of that.", HelpName = "FILE" };
        var types = new Option<string[]>("--type") { Description = "The type of events that an endpoint gets; may be repeated.", HelpName = "NAME=TYPE" };
        return cli.Verb("import", "Adds the endpoints of an older system's webhooks.yaml, with its addresses, headers and payloads. Variables are put in as they were there.",
            "reelway webhooks import config/webhooks.yaml --over config/config.yaml\nreelway webhooks import webhooks.yaml --type campaign_status_update=talk.published", [file, over, types],
            async call =>
            {
                var problems = new SettingProblems();
                var above = call.Value(over) is { } path ? (await MapAsync(call, path, problems))?.Find("webhooks") as SettingMap : null;
                var found = await MapAsync(call, call.Value(file), problems) is { } map ? OlderEndpoints.Read(map, above, Types(call.Value(types) ?? []), problems) : [];
                if (problems.All.Any(problem => problem.IsError))
                {
                    throw new CliException(ExitCode.Unusable, string.Join('\n', problems.All.Where(problem => problem.IsError)));
                }

                foreach (var warning in problems.All)
                {
                    call.Console.Warn($"{warning}");
                }

                var added = new JsonArray();
                foreach (var endpoint in found.Where(endpoint => endpoint.Enabled))
                {
                    var answer = await call.AskAsync(WebhooksApi.Add, endpoint.Request);
                    added.Add(JsonNode.Parse(answer.GetProperty("webhook").GetRawText()));
                }

                var left = found.Where(endpoint => !endpoint.Enabled).Select(endpoint => endpoint.Request.Name!).ToList();
                return call.Show(JsonSerializer.SerializeToElement(new JsonObject { ["items"] = added, ["left"] = new JsonArray([.. left.Select(name => (JsonNode?)name)]) }), Imported);
            });
    }

    private static void Imported(CliText text, JsonElement answer)
    {
        foreach (var item in answer.List("items"))
        {
            text.Line($"{item.Text("name")} gets {string.Join(", ", item.List("types").Select(type => type.GetString()))} at {item.Text("url")}, not signed.");
        }

        foreach (var name in answer.List("left"))
        {
            text.Line($"{name.GetString()} was off, and is left out.");
        }
    }

    private static Dictionary<string, string> Types(IEnumerable<string> texts)
        => texts.Select(text => text.Split('=', 2)).ToDictionary(
            pair => pair[0], pair => pair is [_, { Length: > 0 } type] ? type : throw new CliException(ExitCode.Usage, $"--type {pair[0]}: write it as NAME=TYPE."), StringComparer.Ordinal);

    private static async Task<SettingMap?> MapAsync(CliCall call, string path, SettingProblems problems)
    {
        var full = call.FullPath(path);
        var (folder, shown) = (Path.GetDirectoryName(full) ?? "", SettingsFiles.Shown(full, call.Surroundings.WorkingDirectory));
        try
        {
            var variables = new SettingsVariables(new SettingsRequest(call.Surroundings.WorkingDirectory, call.Surroundings.Variables), call.Surroundings.WorkingDirectory, problems);
            var interpolation = new Interpolation(variables.Find);
            using var text = new StringReader(await NamedFile.ReadTextAsync(full, MostBytes, Encoding.UTF8, call.Cancellation));
            return YamlSettings.Read(text, shown, folder, Expand, problems);

            string Expand(string value, SettingOrigin origin)
            {
                var filled = interpolation.Apply(value);
                if (filled.Problem is { } problem)
                {
                    problems.Error(shown, origin, problem);
                }

                return filled.Text;
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Unusable, $"{shown} can't be read: {problem.Message}", problem);
        }
    }
}
