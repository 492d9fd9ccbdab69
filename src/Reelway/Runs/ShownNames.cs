using System.Text.Json;
using Reelway.Engine;

namespace Reelway.Runs;

/// <summary>The engine's words as API and pages write them: lower case, with hyphens.</summary>
internal static class ShownNames
{
    public static string Name(this AttentionReason reason) => Hyphenated(reason);

    public static string Name(this FaultKind kind) => Hyphenated(kind);

    public static string Name(this RunLogLevel level) => Hyphenated(level);

    private static string Hyphenated<T>(T value)
        where T : struct, Enum
        => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
