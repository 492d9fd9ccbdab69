namespace Reelway.Connectors.Google;

/// <summary>Whether the account can work with sheets, and find them by their titles.</summary>
internal static class GoogleCheck
{
    public const string Call = "get a token and ask the Sheets and the Drive API";

    public static async Task<ConnectionCheck> RunAsync(GoogleOptions options, ConnectionClients clients, CancellationToken cancellation)
    {
        var sheets = clients.Get<GoogleSheets>();
        await sheets.TryOutAsync(cancellation);
        var (shared, refusal) = await CountAsync(sheets, cancellation);
        return new ConnectionCheck
        {
            Call = Call,
            Identity = shared is null ? sheets.Account : $"{sheets.Account}; {shared} sheets are shared with it",
            Permissions =
            [
                new PermissionCheck(GoogleScopes.Sheets, "reading sheets and writing into them", IsNeeded: true, IsGranted: true),
                new PermissionCheck(GoogleScopes.DriveMetadata, "finding sheets by their titles and seeing at once that they changed", IsNeeded: false, IsGranted: shared is not null),
            ],
            Warnings = [.. Warnings(sheets, shared, refusal)],
        };
    }

    private static IEnumerable<string> Warnings(GoogleSheets sheets, int? shared, string? refusal)
    {
        if (refusal is not null)
        {
            yield return $"Sheets can be named by their ids and addresses only, and changes are seen after a while only. {refusal}";
        }

        if (shared == 0)
        {
            yield return $"No sheet is shared with {sheets.Account}; share the sheets with this address as an editor.";
        }
    }

    private static async Task<(int? Shared, string? Refusal)> CountAsync(GoogleSheets sheets, CancellationToken cancellation)
    {
        try
        {
            return (await sheets.CountSharedAsync(cancellation), null);
        }
        catch (ConnectorException fault) when (fault.Kind == CallFault.Auth)
        {
            // Sheets that are named by their ids do without Drive.
            return (null, fault.Message);
        }
    }
}
