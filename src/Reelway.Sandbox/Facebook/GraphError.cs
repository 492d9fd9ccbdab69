using System.Text.Json.Nodes;

namespace Reelway.Sandbox.Facebook;

/// <summary>An error as the Graph API words it.</summary>
/// <param name="Data">Goes into <c>error_data</c>.</param>
internal sealed record GraphError(
    string Message, int Code, int? Subcode = null, string Type = "OAuthException", int Status = 400,
    bool? IsTransient = null, JsonObject? Data = null)
{
    private const string TraceAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static GraphError InvalidParameter(string message) => new($"(#100) {message}", 100);

    public static GraphError NotFound(string id) => new(
        $"Unsupported request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.",
        100, 33, "GraphMethodException");

    public static GraphError InvalidToken(string message, int? subcode = null) => new(message, 190, subcode);

    /// <summary>The upload's corrected offsets; the SDKs go on from them.</summary>
    public static GraphError WrongOffset(long start, long end) => new(
        "There was a problem uploading your video. Please try uploading it again.", 6001, 1363037, Status: 500,
        IsTransient: false, Data: new JsonObject { ["start_offset"] = Text(start), ["end_offset"] = Text(end) });

    public JsonObject ToJson(bool dataAsString)
    {
        var error = new JsonObject { ["message"] = Message, ["type"] = Type, ["code"] = Code };
        if (Subcode is { } subcode)
        {
            error["error_subcode"] = subcode;
        }

        if (IsTransient is { } transient)
        {
            error["is_transient"] = transient;
        }

        if (Data is not null)
        {
            error["error_data"] = dataAsString ? Data.ToJsonString() : Data.DeepClone();
        }

        error["fbtrace_id"] = System.Security.Cryptography.RandomNumberGenerator.GetString(TraceAlphabet, 11);
        return new JsonObject { ["error"] = error };
    }

    private static string Text(long offset) => offset.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Ends a call with an error; only <see cref="GraphRoutes"/> catches it.</summary>
internal sealed class GraphException(GraphError error) : Exception(error.Message)
{
    public GraphError Error { get; } = error;
}
