using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;

namespace Reelway.Frame.Web;

/// <summary>What a form post has to say, kept for the page that follows it.</summary>
/// <param name="Failed">Whether what was asked for was not done.</param>
public sealed record Notice(string Sentence, bool Failed);

/// <summary>Carries a notice over the redirect after a form post, in a protected cookie that is read once.</summary>
internal sealed class Flash(IDataProtectionProvider protection)
{
    private const string Cookie = "reelway.notice";

    private const int MostLetters = 600;

    /// <summary>Long enough for a slow redirect; a notice that comes later would only confuse.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Reelway.Flash").ToTimeLimitedDataProtector();

    public void Put(HttpContext context, Notice notice) => context.Response.Cookies.Append(
        Cookie,
        // A cookie takes 4 kB in all, so the sentence gets less than on a page.
        _protector.Protect(JsonSerializer.Serialize(notice with { Sentence = ShownText.Line(notice.Sentence, MostLetters) }, FlashJson.Default.Notice), Lifetime),
        Options(context, Lifetime));

    /// <summary>The notice that waits for this browser, if any; it is gone afterwards.</summary>
    public Notice? Take(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { } text)
        {
            return null;
        }

        context.Response.Cookies.Delete(Cookie, Options(context, null));
        try
        {
            return JsonSerializer.Deserialize(_protector.Unprotect(text), FlashJson.Default.Notice);
        }
        catch (CryptographicException)
        {
            // Too old, or of another server on this machine: there is nothing to say.
            return null;
        }
    }

    private static CookieOptions Options(HttpContext context, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = "/",
        MaxAge = lifetime,
    };
}

[JsonSerializable(typeof(Notice))]
internal sealed partial class FlashJson : JsonSerializerContext;
