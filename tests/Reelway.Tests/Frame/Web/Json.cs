using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Reelway.Tests.Frame.Web;

/// <summary>Short ways to speak JSON with a server under test.</summary>
internal static class Json
{
    public static async Task<JsonElement> GetJsonAsync(this HttpClient client, string path, CancellationToken cancellation)
    {
        using var answer = await client.GetAsync(path, cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        return await answer.ReadJsonAsync(cancellation);
    }

    public static Task<HttpResponseMessage> PostTextAsync(
        this HttpClient client, string path, string body, CancellationToken cancellation, string type = "application/json")
        => client.PostAsync(path, new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(type)), cancellation);

    public static async Task<JsonElement> ReadJsonAsync(this HttpResponseMessage answer, CancellationToken cancellation)
        => JsonElement.Parse(await answer.Content.ReadAsStringAsync(cancellation));

    /// <summary>Checks that the answer is a whole problem of this status and code, and returns it.</summary>
    public static async Task<JsonElement> ReadProblemAsync(
        this HttpResponseMessage answer, HttpStatusCode status, string code, CancellationToken cancellation)
    {
        var problem = await answer.ReadJsonAsync(cancellation);
        Assert.Equal((status, code), (answer.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.Equal($"/help/problems#{code}", problem.GetProperty("type").GetString());
        Assert.Equal(answer.RequestMessage!.RequestUri!.AbsolutePath, Uri.EscapeDataString(problem.GetProperty("instance").GetString()!).Replace("%2F", "/", StringComparison.Ordinal));
        foreach (var member in new[] { "title", "detail", "traceId" })
        {
            Assert.False(string.IsNullOrWhiteSpace(problem.GetProperty(member).GetString()), $"{member} is empty");
        }

        return problem;
    }
}
