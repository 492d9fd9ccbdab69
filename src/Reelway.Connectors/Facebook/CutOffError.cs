using System.Text.Json;

namespace Reelway.Connectors.Facebook;

/// <summary>Reads as much of an error as has arrived when its JSON ends half-way.</summary>
internal static class CutOffError
{
    /// <summary>True for JSON that begins as an object and does not come to its end.</summary>
    public static bool IsCutOff(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, isFinalBlock: false, state: default);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0)
                {
                    return false;
                }
            }

            return body.TrimStart(" \t\r\n"u8).StartsWith("{"u8);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The error with what is known of it; null when its code has not arrived.</summary>
    public static GraphError? Read(ReadOnlySpan<byte> body)
    {
        if (!IsCutOff(body))
        {
            return null;
        }

        var error = new GraphError(null, null, null, null, null, null, null);
        var reader = new Utf8JsonReader(body, isFinalBlock: false, state: default);
        var isInside = false;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            var (depth, name) = (reader.CurrentDepth, reader.GetString());
            if (!reader.Read())
            {
                break;
            }

            isInside |= depth == 1 && name == "error" && reader.TokenType == JsonTokenType.StartObject;
            error = isInside && depth == 2 ? With(error, name, ref reader) : error;
        }

        return error.Code is null ? null : error;
    }

    private static GraphError With(GraphError error, string? name, ref Utf8JsonReader reader) => (name, reader.TokenType) switch
    {
        ("message", JsonTokenType.String) => error with { Message = reader.GetString() },
        ("error_user_msg", JsonTokenType.String) => error with { ErrorUserMsg = reader.GetString() },
        ("code", JsonTokenType.Number) when reader.TryGetInt32(out var code) => error with { Code = code },
        ("error_subcode", JsonTokenType.Number) when reader.TryGetInt32(out var subcode) => error with { ErrorSubcode = subcode },
        ("is_transient", JsonTokenType.True) => error with { IsTransient = true },
        _ => error,
    };
}
