namespace Reelway.Connectors.Box;

/// <summary>Whether the application can work, as whom, and whether it sees its folder.</summary>
internal static class BoxCheck
{
    public const string Call = "ask whom the application works as and read its folder";

    public static async Task<ConnectionCheck> RunAsync(BoxOptions options, ConnectionClients clients, CancellationToken cancellation)
    {
        var files = clients.Get<BoxFiles>();
        var account = await files.AccountAsync(cancellation);
        var who = $"{account.Name ?? account.Id} ({account.Login ?? account.Id})";
        try
        {
            var folder = await files.ReadFolderAsync(options.RootFolderId, cancellation);
            return new ConnectionCheck
            {
                Call = Call,
                Identity = $"{who}; folder {folder.Name ?? folder.Id} ({folder.Id})",
                Warnings = options.RootFolderId == "0"
                    ? [$"root_folder_id of connection {options.Connection} is not set: work would lie in all that the account sees, where no webhook can watch. Set it to the id of a folder."]
                    : [],
            };
        }
        catch (ConnectorException fault) when (fault.RemoteCode == BoxCodes.NotFound)
        {
            // What Box says of a folder that is there, and that nobody has shared with the application.
            throw new ConnectorException(
                BoxConnector.Name, CallFault.Auth, $"{who} does not see folder {options.RootFolderId}; invite it to the folder as an editor, or correct root_folder_id of connection {options.Connection}.", fault)
            {
                RemoteCode = fault.RemoteCode,
                Scope = ConnectionScope.Of(options.Connection),
                IsDenied = true,
            };
        }
    }
}
