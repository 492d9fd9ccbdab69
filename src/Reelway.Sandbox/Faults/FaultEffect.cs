using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelway.Sandbox.Faults;

/// <summary>How a stand-in misbehaves.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultEffect>))]
public enum FaultEffect
{
    /// <summary>Answers the given status instead of doing anything.</summary>
    [JsonStringEnumMemberName("status")]
    Status,

    /// <summary>Waits, then does as usual.</summary>
    [JsonStringEnumMemberName("delay")]
    Delay,

    /// <summary>Never answers; ends when the caller gives up or the sandbox stops.</summary>
    [JsonStringEnumMemberName("hang")]
    Hang,

    /// <summary>Cuts the connection before anything happened.</summary>
    [JsonStringEnumMemberName("cut")]
    Cut,

    /// <summary>Does as usual, then cuts the connection instead of answering.</summary>
    [JsonStringEnumMemberName("lost-answer")]
    LostAnswer,

    /// <summary>Answers as the system answers somebody who called too often.</summary>
    [JsonStringEnumMemberName("rate-limit")]
    RateLimit,

    /// <summary>Expires the token of the request, from then on and for every request with it.</summary>
    [JsonStringEnumMemberName("expire-token")]
    ExpireToken,

    /// <summary>New things are not found by searches for a while.</summary>
    [JsonStringEnumMemberName("index-lag")]
    IndexLag,
}

internal static class FaultEffects
{
    /// <summary>The name that an order uses.</summary>
    public static string Name(this FaultEffect effect) => JsonSerializer.SerializeToElement(effect).GetString()!;
}
