using System.Text.Json;
using System.Text.Json.Serialization;
using Reelway.Scaling.Fields;

namespace Reelway.Scaling.Returning;

/// <summary>How a file's differences from its master are kept.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<FieldDifference>))]
internal sealed partial class DerivativeJson : JsonSerializerContext
{
    /// <summary>Reads what was kept.</summary>
    public static IReadOnlyList<FieldDifference> Read(string kept) => JsonSerializer.Deserialize(kept, Default.IReadOnlyListFieldDifference) ?? [];

    /// <summary>Writes what is kept.</summary>
    public static string Write(IReadOnlyList<FieldDifference> differences) => JsonSerializer.Serialize(differences, Default.IReadOnlyListFieldDifference);
}
