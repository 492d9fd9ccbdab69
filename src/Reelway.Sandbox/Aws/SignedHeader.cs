using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.Aws;

/// <summary>What a request says about its signature: the parts of <c>Authorization</c> and <c>x-amz-date</c>.</summary>
/// <param name="Scope"><c>date/region/service/aws4_request</c>.</param>
internal sealed record SignedHeader(
    string AccessKey, string Scope, string Region, string Service, IReadOnlyList<string> Headers, string Signature, string Date, DateTimeOffset At)
{
    private const string Algorithm = "AWS4-HMAC-SHA256 ";

    /// <summary>Null when the request is not signed, or not like this.</summary>
    public static SignedHeader? Of(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        var date = request.Headers["x-amz-date"].ToString();
        if (!authorization.StartsWith(Algorithm, StringComparison.Ordinal)
            || !DateTimeOffset.TryParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return null;
        }

        var parts = authorization[Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2)).Where(part => part.Length == 2).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
        var credential = parts.GetValueOrDefault("Credential", "").Split('/');
        return credential.Length == 5 && credential[4] == "aws4_request" && credential[1] == date[..8]
            && parts.TryGetValue("SignedHeaders", out var headers) && parts.TryGetValue("Signature", out var signature)
            ? new SignedHeader(
                credential[0], string.Join('/', credential[1..]), credential[2], credential[3], headers.Split(';'), signature, date, at)
            : null;
    }
}
