using System.Text;

namespace Reelway.Sandbox.Tests.LinkedIn;

public sealed class LinkedInResidentTests : SandboxResidentContract
{
    private int _calls;

    public override string Name => "linkedin";

    protected override int RefusedStatus => 401;

    protected override IReadOnlyList<string> Secrets => ["sandbox-linkedin-token", "sandbox-linkedin-refresh", "sandbox-linkedin-secret"];

    protected override string Path => "/linkedin/rest/posts";

    internal override async Task<int> CallAsync(SandboxHttp http, bool isKnown)
    {
        using var answer = await LinkedInCaller.PostAsync(http, $"Hello {_calls++}", token: isKnown ? "sandbox-linkedin-token" : "other");
        return (int)answer.StatusCode == 201 ? 200 : (int)answer.StatusCode;
    }
}

/// <summary>Calls as the vendor's pages have them.</summary>
internal static class LinkedInCaller
{
    public const string Organisation = "urn:li:organization:5515715";

    public static Task<HttpResponseMessage> PostAsync(SandboxHttp http, string commentary, string? version = "202609", string token = "sandbox-linkedin-token", string author = Organisation)
        => SendAsync(http, HttpMethod.Post, "rest/posts", $$"""
            {"author":"{{author}}","commentary":{{System.Text.Json.JsonSerializer.Serialize(commentary)}},"visibility":"PUBLIC",
             "distribution":{"feedDistribution":"MAIN_FEED","targetEntities":[],"thirdPartyDistributionChannels":[]},"lifecycleState":"PUBLISHED"}
            """, version, token);

    public static Task<HttpResponseMessage> SendAsync(SandboxHttp http, HttpMethod method, string path, string? json = null, string? version = "202609", string? token = "sandbox-linkedin-token", string? restli = null)
    {
        var request = new HttpRequestMessage(method, $"/linkedin/{path}") { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        if (version is not null)
        {
            request.Headers.Add("LinkedIn-Version", version);
        }

        if (restli is not null)
        {
            request.Headers.Add("X-RestLi-Method", restli);
        }

        return http.SendAsync(request);
    }
}
