using Reelway.Frame.Cli;
using Reelway.Frame.Configuration.Documents;

namespace Reelway.Hosting.Setup;

/// <summary><c>init --from-config-yaml</c>: writes the configuration that an older system's documents become.</summary>
internal static class DocumentImport
{
    /// <summary>Lists what became of each key, and writes the files unless it is tried only.</summary>
    public static async Task<int> RunAsync(CliCall call, string file, bool dry)
    {
        var folder = call.Surroundings.WorkingDirectory;
        var conversion = DocumentConversion.Of(ReelwaySettings.Catalog, file, folder);
        SetupFiles.EnsureNew(folder, conversion.Files);
        if (!dry)
        {
            await SetupFiles.WriteAsync(folder, conversion.Files, call.Cancellation);
        }

        var written = dry ? [] : conversion.Files.Select(each => each.Name).ToList();
        call.Console.Show(new { items = DocumentKeyList.Items(conversion.Keys), written }, people =>
        {
            DocumentKeyList.Show(people, conversion.Keys);
            people.Line();
            people.Line(written.Count == 0 ? "Nothing was written." : $"Wrote {string.Join(" and ", written)}.");
        });
        foreach (var problem in conversion.Problems)
        {
            call.Console.Warn(problem.ToString());
        }

        if (DocumentFile.RootOf(file) is var root && root != folder && File.Exists(Path.Combine(root, ".env")))
        {
            call.Console.Say($"The variables are in {Path.Combine(root, ".env")}; copy it beside reelway.yaml.");
        }

        return dry ? Exit(conversion.IsWhole) : Exit(InitCommand.IsUsable(call) && conversion.IsWhole);
    }

    private static int Exit(bool isWhole) => isWhole ? ExitCode.Ok : ExitCode.Partial;
}
