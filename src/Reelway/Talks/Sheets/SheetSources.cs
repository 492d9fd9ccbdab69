using Reelway.Connections;
using Reelway.Connectors.Google;
using Reelway.Engine;

namespace Reelway.Talks.Sheets;

/// <summary>Opens a sheet by how a setting names it.</summary>
internal sealed class SheetSources(TalksOptions options, ConnectionPool connections, IFaultClassifier faults)
{
    /// <summary>The sheet; nothing is read yet.</summary>
    /// <param name="named">A file, an address at Google, or <c>google:</c> and a title or id; null or empty where none is set.</param>
    /// <param name="tab">The tab at Google; null for the one that the address names, else the first.</param>
    /// <param name="setting">The setting that names it, for sentences.</param>
    public ISheet Open(string? named, string? tab, string setting)
    {
        var connection = options.SheetConnection;
        return string.IsNullOrWhiteSpace(named) ? new UnsetSheet(setting)
            : GoogleSheet.NameIn(named) is not { } name ? new CsvSheet(named, setting)
            : new GoogleSheet(() => connections.Require<GoogleSheets>(connection), new GoogleSheetName(name, string.IsNullOrWhiteSpace(tab) ? null : tab, setting), faults)
            {
                Connection = connection,
            };
    }
}
