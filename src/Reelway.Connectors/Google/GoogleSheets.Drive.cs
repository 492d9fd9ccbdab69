namespace Reelway.Connectors.Google;

/// <content>What only Drive knows of a sheet.</content>
public sealed partial class GoogleSheets
{
    private const string IsSheet = "mimeType = 'application/vnd.google-apps.spreadsheet'";

    // Far beyond the sheets of one title; a list without end must not hold a run for ever.
    private const int MostLists = 20;

    // After that it is asked again whether Drive tells: somebody may have switched it on.
    private static readonly TimeSpan AskAgain = TimeSpan.FromHours(1);

    private DateTimeOffset _askDriveFrom;

    /// <summary>Changes with every change of the spreadsheet; null where the account may not ask Drive.</summary>
    public async Task<string?> ReadVersionAsync(GoogleSheetTab tab, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tab);
        if (_clock.GetUtcNow() < _askDriveFrom)
        {
            return null;
        }

        try
        {
            var (file, answer) = await _client.ReadDriveAsync(
                $"ask for the version of sheet {tab.Title}", $"files/{Uri.EscapeDataString(tab.Id)}?fields=version&supportsAllDrives=true",
                GoogleJson.Default.FileReply, cancellation);
            return file.Version ?? throw _client.Faults.Malformed(answer, "the answer has no version");
        }
        catch (ConnectorException fault) when (fault is { Kind: CallFault.Auth, Scope: null } || fault.RemoteCode == "invalid_scope")
        {
            // Drive is switched off in the project or kept from the account: sheets named by their ids do without it.
            _askDriveFrom = _clock.GetUtcNow() + AskAgain;
            _log.VersionsUnknown(_options.Connection, fault.Message);
            return null;
        }
    }

    /// <summary>How many sheets are shared with the account, 1000 at most.</summary>
    internal async Task<int> CountSharedAsync(CancellationToken cancellation)
    {
        var query = Uri.EscapeDataString($"{IsSheet} and trashed = false");
        var (reply, answer) = await _client.ReadDriveAsync(
            "list the shared sheets", $"files?q={query}&fields={Uri.EscapeDataString("files(id)")}&pageSize=1000&supportsAllDrives=true&includeItemsFromAllDrives=true",
            GoogleJson.Default.FilesReply, cancellation);
        return reply.Files?.Count ?? throw _client.Faults.Malformed(answer, "the answer has no files");
    }

    /// <exception cref="ConnectorException">There is none of this title, or there are several.</exception>
    private async Task<string> FindByTitleAsync(string title, CancellationToken cancellation)
    {
        var found = await ListByTitleAsync(title, cancellation);
        // Drive compares without regard to case, and people may have two that differ in it.
        var exact = found.Where(file => file.Name == title).ToList();
        return (exact.Count > 0 ? exact : found) switch
        {
            [var only] => only.Id!,
            [] => throw _client.Faults.Own(
                CallFault.Permanent, $"no sheet titled \"{title}\" is shared with {Account}; share it with this address as an editor, or correct the title"),
            var several => throw _client.Faults.Own(
                CallFault.Permanent,
                $"{several.Count} sheets titled \"{title}\" are shared with {Account}: {string.Join(", ", several.Take(10).Select(file => file.Id))}; name the right one by its id, or rename the others"),
        };
    }

    private async Task<List<FileReply>> ListByTitleAsync(string title, CancellationToken cancellation)
    {
        var query = Uri.EscapeDataString(
            $"name = '{title.Replace("\\", @"\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}' and {IsSheet} and trashed = false");
        var files = new List<FileReply>();
        var place = "";
        for (var list = 0; list < MostLists; list++)
        {
            var (reply, answer) = await _client.ReadDriveAsync(
                $"look for a sheet titled \"{title}\"",
                $"files?q={query}&fields={Uri.EscapeDataString("nextPageToken,files(id,name)")}&pageSize=100&supportsAllDrives=true&includeItemsFromAllDrives=true{place}",
                GoogleJson.Default.FilesReply, cancellation);
            var page = reply.Files ?? throw _client.Faults.Malformed(answer, "the answer has no files");
            files.AddRange(page.OfType<FileReply>().Where(file => !string.IsNullOrEmpty(file.Id)));
            // An empty part with a next one is legal; only the missing token ends the list.
            if (string.IsNullOrEmpty(reply.NextPageToken))
            {
                return files;
            }

            place = $"&pageToken={Uri.EscapeDataString(reply.NextPageToken)}";
        }

        throw _client.Faults.Own(CallFault.Permanent, $"the list of sheets titled \"{title}\" did not end after {MostLists} parts; name the sheet by its id");
    }
}
