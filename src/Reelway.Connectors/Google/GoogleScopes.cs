namespace Reelway.Connectors.Google;

/// <summary>What the account's tokens are asked for; each call carries a token for what it needs and no more.</summary>
internal static class GoogleScopes
{
    /// <summary>Reading and writing the sheets that are shared with the account.</summary>
    public const string Sheets = "https://www.googleapis.com/auth/spreadsheets";

    /// <summary>Finding sheets by their titles, and telling whether they changed.</summary>
    public const string DriveMetadata = "https://www.googleapis.com/auth/drive.metadata.readonly";
}
