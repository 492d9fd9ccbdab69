using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Reelway.Frame.Web;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(IReadOnlyList<ProblemError>))]
[JsonSerializable(typeof(ProblemError[]))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(VersionItem))]
internal sealed partial class WebJson : JsonSerializerContext;
