using System.Text.Json;
using System.Text.Json.Serialization;
using Reelway.Scaling.Fields;

namespace Reelway.Scaling.Returning;

/// <summary>How a file's differences from its master are kept.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<FieldDifference>))]
internal sealed partial class DerivativeJson : JsonSerializerContext;
