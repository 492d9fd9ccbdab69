using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Reelway.Sandbox.Tests.Facebook;

/// <summary>Calls the Graph API as the contract describes it.</summary>
internal sealed class GraphCaller(SandboxHttp http, string token)
{
    public const string PageId = "175000000000101";
    public const string PageToken = "EAASandboxPageHarbour";
    public const string OtherPageToken = "EAASandboxPageLantern";
    public const string UserToken = "EAASandboxLongUserToken";
    public const string ShortUserToken = "EAASandboxShortUserToken";
    public const string AppToken = "138000000000042|sandbox-app-secret";

    public static GraphCaller Page(SandboxHttp http) => new(http, PageToken);

    public static GraphCaller User(SandboxHttp http) => new(http, UserToken);

    public Task<GraphAnswer> GetAsync(string path)
        => CallAsync(HttpMethod.Get, $"/facebook/graph/v23.0/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}access_token={Uri.EscapeDataString(token)}", null);

    public Task<GraphAnswer> DeleteAsync(string path)
        => CallAsync(HttpMethod.Delete, $"/facebook/graph/v23.0/{path}?access_token={Uri.EscapeDataString(token)}", null);

    public Task<GraphAnswer> PostAsync(string path, params (string Name, string Value)[] parameters)
        => CallAsync(HttpMethod.Post, "/facebook/graph/v23.0/" + path, Form(parameters));

    public Task<GraphAnswer> UploadAsync(params (string Name, string Value)[] parameters)
        => CallAsync(HttpMethod.Post, $"/facebook/graph-video/v23.0/{PageId}/videos", Form(parameters));

    public Task<GraphAnswer> PhotoAsync(byte[] photo, params (string Name, string Value)[] parameters)
    {
        // Disposed with the request.
        var form = new MultipartFormDataContent { { new StringContent(token), "access_token" }, { new ByteArrayContent(photo), "source", "photo.jpg" } };
        foreach (var (name, value) in parameters)
        {
            form.Add(new StringContent(value), name);
        }

        return CallAsync(HttpMethod.Post, $"/facebook/graph/v23.0/{PageId}/photos", form);
    }

    public Task<GraphAnswer> StartAsync(long size)
        => UploadAsync(("upload_phase", "start"), ("file_size", size.ToString(CultureInfo.InvariantCulture)));

    public Task<GraphAnswer> TransferAsync(string session, long offset, ReadOnlyMemory<byte> chunk)
    {
        // Disposed with the request.
        var form = new MultipartFormDataContent
        {
            { new StringContent("transfer"), "upload_phase" },
            { new StringContent(session), "upload_session_id" },
            { new StringContent(offset.ToString(CultureInfo.InvariantCulture)), "start_offset" },
            { new StringContent(token), "access_token" },
            { new ReadOnlyMemoryContent(chunk), "video_file_chunk", "chunk.mp4" },
        };
        return CallAsync(HttpMethod.Post, $"/facebook/graph-video/v23.0/{PageId}/videos", form);
    }

    /// <summary>Sends all bytes in the windows asked for; returns session and video.</summary>
    public async Task<(string Session, string Video, int Transfers)> TransferAllAsync(byte[] bytes)
    {
        var started = (await StartAsync(bytes.Length)).Ok();
        var session = started.GetProperty("upload_session_id").GetString()!;
        var (start, end) = (Number(started, "start_offset"), Number(started, "end_offset"));
        var transfers = 0;
        while (start < end)
        {
            var answer = (await TransferAsync(session, start, bytes.AsMemory((int)start, (int)(end - start)))).Ok();
            (start, end) = (Number(answer, "start_offset"), Number(answer, "end_offset"));
            transfers++;
        }

        return (session, started.GetProperty("video_id").GetString()!, transfers);
    }

    public Task<GraphAnswer> FinishAsync(string session, params (string Name, string Value)[] parameters)
        => UploadAsync([("upload_phase", "finish"), ("upload_session_id", session), .. parameters]);

    public async Task<string> PublishAsync(byte[] bytes, params (string Name, string Value)[] parameters)
    {
        var (session, video, _) = await TransferAllAsync(bytes);
        (await FinishAsync(session, parameters)).Ok();
        return video;
    }

    public static long Number(JsonElement json, string name)
        => json.GetProperty(name) is { ValueKind: JsonValueKind.String } text
            ? long.Parse(text.GetString()!, CultureInfo.InvariantCulture)
            : json.GetProperty(name).GetInt64();

    /// <summary>Bytes that differ everywhere, so that a misplaced window shows in the hash.</summary>
    public static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(4711).NextBytes(bytes);
        return bytes;
    }

    private FormUrlEncodedContent Form((string Name, string Value)[] parameters)
        => new(parameters.Append(("access_token", token)).Select(parameter => KeyValuePair.Create(parameter.Item1, parameter.Item2)));

    private async Task<GraphAnswer> CallAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var response = await http.SendAsync(method, path, content);
        var headers = response.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new GraphAnswer((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(SandboxHttp.Cancellation), headers);
    }
}

internal sealed record GraphAnswer(int Status, JsonElement Json, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Ok()
    {
        Assert.True(Status == 200, Json.ToString());
        return Json;
    }

    /// <summary>Asserts the error's code and sub-code and returns it.</summary>
    public JsonElement Error(int code, int? subcode = null)
    {
        Assert.NotEqual(200, Status);
        var error = Json.GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetInt32());
        Assert.Equal(subcode, error.TryGetProperty("error_subcode", out var value) ? value.GetInt32() : null);
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.NotEmpty(error.GetProperty("type").GetString()!);
        Assert.NotEmpty(error.GetProperty("fbtrace_id").GetString()!);
        return error;
    }
}
