using System.Net;
using System.Text.RegularExpressions;

namespace Reelway.Tests.Frame.Web;

/// <summary>Short ways to use pages as a browser without JavaScript does.</summary>
internal static partial class Pages
{
    public static async Task<string> GetPageAsync(this HttpClient client, string path, CancellationToken cancellation, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await client.SendAsync(request, cancellation);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadAsStringAsync(cancellation);
    }

    /// <summary>Sends a form with the token of the page that it is on, and checks that the answer leads elsewhere.</summary>
    /// <returns>Where it leads.</returns>
    public static async Task<string> SubmitAsync(
        this HttpClient client, string page, string action, CancellationToken cancellation, params (string Name, string Value)[] fields)
    {
        var token = await client.TokenAsync(page, cancellation);
        using var answer = await client.PostFormAsync(action, cancellation, [.. fields, ("__RequestVerificationToken", token)]);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    /// <summary>What a form on the page would send to show that it comes from there.</summary>
    public static async Task<string> TokenAsync(this HttpClient client, string page, CancellationToken cancellation)
        => WebUtility.HtmlDecode(Token().Match(await client.GetPageAsync(page, cancellation)).Groups[1].Value);

    public static Task<HttpResponseMessage> PostFormAsync(
        this HttpClient client, string action, CancellationToken cancellation, params (string Name, string Value)[] fields)
        => client.PostAsync(action, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), cancellation);

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
