using System.Text.Json.Serialization.Metadata;

namespace Reelway.Frame.Web;

/// <summary>What the API's bodies and answers are written with.</summary>
internal static class JsonContexts
{
    /// <summary>Adds the bodies and answers of a room.</summary>
    public static IServiceCollection AddJson(this IServiceCollection services, IJsonTypeInfoResolver context)
        => services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, context));
}
