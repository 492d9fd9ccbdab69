using Reelway.Storage;

namespace Reelway.Access;

/// <summary>The tables of people and keys.</summary>
internal static class AccessTables
{
    public static MigrationSet Migrations { get; } = new("access", typeof(AccessTables).Assembly, "Reelway.Access.Migrations");
}
