using Reelway.Frame.Configuration;
using Reelway.Hosting;
using Reelway.Tests.Frame.Configuration;

namespace Reelway.Tests.Scaling.Documents;

/// <summary>An installation of the older campaign scripts: its documents, and how the settings are written that come of them.</summary>
internal static class CampaignInstallation
{
    private static readonly string[] Documents =
        ["config.yaml", "webhooks.yaml", "field_mappings.yaml", "email_templates.yaml", "environments/staging.yaml", "environments/production.yaml"];

    /// <summary>A folder with all of it.</summary>
    public static SettingsFolder LaidOut()
    {
        var folder = new SettingsFolder { Catalog = ReelwaySettings.Catalog };
        LayOut(folder.Path);
        return folder;
    }

    /// <summary>Puts all of it into a folder.</summary>
    public static void LayOut(string folder)
    {
        foreach (var document in Documents)
        {
            Write(folder, $"config/{document}", Fixture($"config/{document}"));
        }

        Write(folder, ".env", Fixture("env.example"));
    }

    /// <summary>Writes a file that nobody else may read.</summary>
    public static void Write(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>One of its files.</summary>
    public static string Fixture(string name) => File.ReadAllText(CommittedFile.PathOf("tests", "Reelway.Tests", "Scaling", "Documents", "Installation", name));

    /// <summary>What is set and by whom, what became of each key, and what there is to say.</summary>
    public static string Shown(Settings settings) => string.Join('\n',
    [
        .. Leaves(settings.Tree, "").Select(leaf => $"{leaf.Path} = {Text(leaf.Node)}    # {leaf.Node.Origin}"), "",
        .. settings.DocumentKeys.Select(key => $"{key.Outcome}: {key.Key} ({key.Origin}){(key.Setting.Length > 0 ? $" -> {key.Setting}" : "")}{(key.Reason.Length > 0 ? $": {key.Reason}" : "")}"), "",
        .. settings.Problems.Select(problem => problem.ToString()), "",
    ]).Replace("\\", "/", StringComparison.Ordinal);

    public static string Text(SettingNode node) => node switch
    {
        SettingList list => $"[{string.Join(", ", list.Items.Select(Text))}]",
        _ => ((SettingValue)node).Text ?? "(nothing)",
    };

    public static IEnumerable<(string Path, SettingNode Node)> Leaves(SettingNode node, string path) => node is SettingMap map
        ? map.Entries.SelectMany(entry => Leaves(entry.Value, SettingPath.Join(path, entry.Key)))
        : [(path, node)];
}
