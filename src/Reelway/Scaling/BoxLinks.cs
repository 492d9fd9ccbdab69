namespace Reelway.Scaling;

/// <summary>Where people see what lies in Box.</summary>
internal static class BoxLinks
{
    /// <summary>A folder's page.</summary>
    public static string Folder(string id) => $"https://app.box.com/folder/{Uri.EscapeDataString(id)}";

    /// <summary>A file's page.</summary>
    public static string File(string id) => $"https://app.box.com/file/{Uri.EscapeDataString(id)}";
}
