using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;
using Reelway.Connectors;
using Reelway.Frame.Configuration;
using Reelway.Frame.Logging;

namespace Reelway.Tests.Frame.Configuration;

/// <summary>A section with one setting of each form.</summary>
internal sealed class SampleOptions : IValidatableObject
{
    public string Name { get; init; } = "unnamed";

    [Required]
    [Setting("It names the sheet.")]
    public string? Sheet { get; init; }

    [Range(1, 64)]
    public int Workers { get; init; } = 8;

    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan Longest { get; init; } = TimeSpan.FromHours(1);

    public bool Feed { get; init; }

    public SampleColor Color { get; init; } = SampleColor.DarkRed;

    public Uri? Address { get; init; }

    public long LargestBytes { get; init; } = 1000;

    public double Ratio { get; init; } = 0.5;

    [LocalPath]
    public string? Folder { get; init; }

    [Setting("Opens the door.", Secret = true)]
    public string? ApiKey { get; init; }

    public IReadOnlyList<string> Recipients { get; init; } = ["default@example.org"];

    public IReadOnlyDictionary<string, SampleStage> Stages { get; init; } = new Dictionary<string, SampleStage>();

    public Dictionary<string, string> Mentions { get; init; } = [];

    public SampleColumns Columns { get; init; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Settle > Longest)
        {
            yield return new ValidationResult("sample.settle must not be longer than sample.longest.", [nameof(Settle)]);
        }
    }
}

/// <summary>A section with a folder that lies in the data directory.</summary>
internal sealed class SampleFolders
{
    [LocalPath(InDataDirectory = "drafts")]
    public string Drafts { get; init; } = "drafts";
}

internal sealed class SampleStage
{
    [Required]
    public string? Page { get; init; }

    public string? Connection { get; init; }
}

internal sealed class SampleColumns
{
    public string Title { get; init; } = "Title";

    public string Link { get; init; } = "Link";
}

internal enum SampleColor
{
    Green,
    DarkRed,
}

internal static class SampleSettings
{
    public static SettingsCatalog Catalog { get; } = Create();

    private static SettingsCatalog Create()
    {
        var catalog = new SettingsCatalog().Section<DataOptions>("data").Section<LogOptions>("log").Section<SampleOptions>("sample")
            .Renamed("sample", "title", "sample", "name").Moved("old", "sample", "stages", "folder");
        foreach (var connector in ConnectorCatalog.All)
        {
            catalog.Connector(connector.Id, connector.OptionsType);
        }

        return catalog;
    }
}
