using Mono.Cecil;

namespace Reelway.Architecture.Tests;

/// <summary>Which room of the product may know which. Capabilities meet in events and never import one another; nobody knows who composes them all.</summary>
internal static class CapabilityRule
{
    private static readonly string[] Capabilities = ["Talks", "Assets", "Scaling", "Posts", "Analytics", "Billing"];

    // What all rooms are made with, and what they tell each other. These two know no room.
    private static readonly string[] Ground = ["Frame", "Facts"];

    /// <summary>The rooms that several capabilities use, each with those that it may know.</summary>
    private static readonly Dictionary<string, string[]> Rooms = new()
    {
        ["Frame"] = ["Facts"],
        ["Facts"] = [],
        ["Access"] = Ground,
        ["Connections"] = Ground,
        ["Events"] = Ground,
        ["Library"] = [.. Ground, "Connections"],
        ["Runs"] = [.. Ground, "Connections", "Events"],
        ["Schedules"] = [.. Ground, "Runs"],
        ["Notifications"] = [.. Ground, "Connections", "Events", "Runs"],
        ["Webhooks"] = [.. Ground, "Connections", "Events", "Runs"],
        ["Incoming"] = [.. Ground, "Events", "Runs", "Webhooks"],
        ["Intake"] = [.. Ground, "Connections", "Incoming", "Library", "Runs"],
    };

    /// <param name="assembly">Whose types are judged.</param>
    /// <param name="root">The namespace whose parts the rooms are: <c>Reelway</c>.</param>
    public static IEnumerable<string> Breaches(AssemblyDefinition assembly, string root)
        => from type in assembly.Modules.SelectMany(module => module.GetTypes())
           let home = Room(type, root)
           where home is not null && home != "Hosting"
           from use in TypeUses.Of(type)
           let other = Room(use, root)
           where other is not null && other != home && !MayKnow(home, other)
           select $"{TypeUses.Outermost(type).FullName} uses {use.FullName}: {home} may not know {other}.";

    private static bool MayKnow(string home, string other)
        => Rooms.TryGetValue(home, out var known) ? known.Contains(other) : Rooms.ContainsKey(other);

    /// <summary>The room of a type; null for what lies in none: other projects, and what the compiler adds.</summary>
    private static string? Room(TypeReference type, string root)
    {
        var space = TypeUses.Outermost(type).Namespace;
        var room = space.StartsWith(root + ".", StringComparison.Ordinal) ? space[(root.Length + 1)..].Split('.')[0] : null;
        return room is "Hosting" || (room is not null && (Capabilities.Contains(room) || Rooms.ContainsKey(room))) ? room : null;
    }
}
