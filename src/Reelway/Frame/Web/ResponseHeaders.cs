namespace Reelway.Frame.Web;

/// <summary>Headers of every answer: what a browser may do with it, and which version gave it.</summary>
internal static class ResponseHeaders
{
    public const string VersionHeader = "Reelway-Version";

    /// <summary>A page whose own address is a secret says <c>no-referrer</c>.</summary>
    public const string ReferrerPolicy = "Referrer-Policy";

    private const string StrictPolicy =
        "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Swagger UI sets styles on its elements and draws its icons from data URLs.</summary>
    private const string SwaggerPolicy =
        StrictPolicy + "; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        var isSwagger = context.Request.Path.StartsWithSegments("/docs");
        context.Response.OnStarting(() =>
        {
            headers[VersionHeader] = Product.Version;
            headers.ContentSecurityPolicy = isSwagger ? SwaggerPolicy : StrictPolicy;
            headers.XContentTypeOptions = "nosniff";
            if (!headers.ContainsKey(ReferrerPolicy))
            {
                headers[ReferrerPolicy] = "same-origin";
            }

            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            if (headers.CacheControl.Count == 0)
            {
                headers.CacheControl = "no-store";
            }

            return Task.CompletedTask;
        });
        return next(context);
    }
}
