using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Reelway.Sandbox.Tests.OpenText;

/// <summary>Calls as what is published about the media management has them, without a client of ours.</summary>
internal static class OpenTextCaller
{
    public const string Api = "/opentext/otmmapi/v6";

    public static async Task<string> TokenAsync(SandboxHttp http, string secret = "sandbox-otds-secret")
    {
        using var answer = await http.SendAsync(
            HttpMethod.Post, "/opentext/otdsws/oauth2/token", Form(("grant_type", "client_credentials"), ("client_id", "reelway-sandbox"), ("client_secret", secret)));
        return answer.IsSuccessStatusCode ? (await JsonAsync(answer)).GetProperty("access_token").GetString()! : $"refused {(int)answer.StatusCode}";
    }

    public static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
        => JsonDocument.Parse(await answer.Content.ReadAsStringAsync(SandboxHttp.Cancellation)).RootElement;

    public static async Task<JsonElement> GetAsync(SandboxHttp http, string token, string path)
    {
        using var answer = await http.SendAsync(HttpMethod.Get, $"{Api}/{path}", bearer: token);
        return await JsonAsync(answer);
    }

    /// <summary>The status and the error's code and message of an answer.</summary>
    public static async Task<(int Status, string? Code, string Message)> ErrorAsync(Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        var body = (await JsonAsync(answer)).GetProperty("exception_body");
        Assert.Equal((int)answer.StatusCode, body.GetProperty("http_response_code").GetInt32());
        return ((int)answer.StatusCode, body.TryGetProperty("error_code", out var code) ? code.GetString() : null, body.GetProperty("message").GetString()!);
    }

    public static Task<HttpResponseMessage> LockAsync(SandboxHttp http, string token, string id, string action = "lock")
        => http.SendAsync(HttpMethod.Put, $"{Api}/assets/{id}/state", Form(("action", action)), token);

    public static Task<HttpResponseMessage> PatchAsync(SandboxHttp http, string token, string path, string root, string field, string value)
        => http.SendAsync(HttpMethod.Patch, $"{Api}/{path}", Json($$$$"""
            {"{{{{root}}}}":{"data":{"metadata":[{"id":"{{{{field}}}}","type":"com.artesia.metadata.MetadataField","value":{{{{value}}}}}]}}}
            """), token);

    public static string Text(string value) => $$$$"""{"value":{"type":"string","value":"{{{{value}}}}"}}""";

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    /// <summary>An import, whose body is put together by hand: names go out in UTF-8 as they are.</summary>
    public static Task<HttpResponseMessage> ImportAsync(
        SandboxHttp http, string token, string folder, string name, string? manifestName = null, string elements = "[]", string body = "moving pictures")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes($$$$"""
            --part
            Content-Disposition: form-data; name="parent_folder_id"

            {{{{folder}}}}
            --part
            Content-Disposition: form-data; name="asset_representation"
            Content-Type: application/json

            {"asset_resource":{"asset":{"metadata_model_id":"ACME.MODEL.VIDEO","security_policy_list":[{"id":2}],"metadata":{"metadata_element_list":{{{{elements}}}} } } } }
            --part
            Content-Disposition: form-data; name="manifest"
            Content-Type: application/json

            {"upload_manifest":{"master_files":[{"file":{"file_name":"{{{{manifestName ?? name}}}}","file_type":"video/mp4"}}]}}
            --part
            Content-Disposition: form-data; name="files"; filename="{{{{name}}}}"
            Content-Type: video/mp4

            {{{{body}}}}
            --part--
            """.ReplaceLineEndings("\r\n")));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=part");
        return http.SendAsync(HttpMethod.Post, $"{Api}/assets", content, token);
    }
}
