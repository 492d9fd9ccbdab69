using System.Text.Json;

namespace Reelway.Connectors.Facebook;

/// <summary>Reads the window that a refused transfer names.</summary>
internal static class GraphWindow
{
    /// <summary>The window that the error asks for; null when it is another error or names none.</summary>
    public static UploadWindow? WantedBy(GraphError error)
    {
        if (error.ErrorSubcode != GraphCodes.WrongWindow || error.ErrorData is not { } data)
        {
            return null;
        }

        try
        {
            // The data is an object, or a string that holds the object as JSON.
            var offsets = data.ValueKind == JsonValueKind.String
                ? JsonSerializer.Deserialize(data.GetString() ?? "", FacebookJson.Default.OffsetsReply)
                : data.Deserialize(FacebookJson.Default.OffsetsReply);
            return offsets is null ? null : From(offsets.StartOffset, offsets.EndOffset);
        }
        catch (JsonException)
        {
            // Unreadable: the refusal stands as it is, and the same window is tried again.
            return null;
        }
    }

    /// <summary>The window of two offsets; null when one is missing or they are in the wrong order.</summary>
    public static UploadWindow? From(long? start, long? end)
        => start is { } from && end is { } to && from >= 0 && to >= from ? new UploadWindow(from, to) : null;
}
