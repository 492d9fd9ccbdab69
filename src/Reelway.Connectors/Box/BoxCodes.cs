namespace Reelway.Connectors.Box;

/// <summary>Codes of faults that a caller may want to do something about: <see cref="ConnectorException.RemoteCode"/>.</summary>
public static class BoxCodes
{
    /// <summary>There is no such item, or the account may not see it.</summary>
    public const string NotFound = "not_found";

    /// <summary>A file with other content, or a folder, has the name.</summary>
    public const string NameInUse = "item_name_in_use";

    /// <summary>The upload session is gone, and what it was for is not there: begin again.</summary>
    public const string SessionGone = "session_expired";

    /// <summary>Parts are missing at the commit: send again, which sends only those.</summary>
    public const string PartsMissing = "parts_missing";

    /// <summary>The content is longer or shorter than was said when the upload began.</summary>
    public const string WrongSize = "wrong_size";

    /// <summary>Box takes no file or folder of this name.</summary>
    public const string NameRefused = "item_name_invalid";

    /// <summary>Box is not ready to hand the file out: wait, then ask again.</summary>
    public const string NotReady = "not_ready";
}
