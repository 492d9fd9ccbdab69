using System.Text.Json.Nodes;

namespace Reelway.Sandbox.Box;

/// <summary>An account at Box.</summary>
public sealed record BoxUser(string Id, string Name, string Login)
{
    /// <summary>The application's own account.</summary>
    public static BoxUser Service { get; } = new("20000000017", "Sandbox Reelway", "AutomationUser_7004001_sandbox@boxdevedition.com");

    /// <summary>Somebody of an agency, who works in the same folders.</summary>
    public static BoxUser Agency { get; } = new("226067247", "Agency User", "studio@agency.test");

    internal JsonObject ToJson() => new() { ["type"] = "user", ["id"] = Id, ["name"] = Name, ["login"] = Login };
}
