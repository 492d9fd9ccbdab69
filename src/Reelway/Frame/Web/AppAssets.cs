using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;

namespace Reelway.Frame.Web;

/// <summary>Styles and icons of the pages. They are part of the program, so no folder has to be found where it is started from.</summary>
internal static class AppAssets
{
    private const string Folder = "/app/";

    /// <summary>A year: the address carries the content's digest, so changed content has another address.</summary>
    private const string Forever = "public, max-age=31536000, immutable";

    private static readonly Dictionary<string, Asset> Assets = Load();

    /// <summary>The address of an asset; it changes with its content.</summary>
    public static string Address(string name) => $"{Folder}{name}?v={Assets[name].Version}";

    public static void MapAppAssets(this IEndpointRouteBuilder routes) => routes.MapMethods(
        Folder + "{name}",
        [HttpMethods.Get, HttpMethods.Head],
        (string name, HttpContext http) =>
        {
            if (!Assets.TryGetValue(name, out var asset))
            {
                return Results.NotFound();
            }

            http.Response.Headers.CacheControl = http.Request.Query["v"] == asset.Version ? Forever : "no-cache";
            return Results.Bytes(asset.Content, asset.Type, entityTag: new($"\"{asset.Version}\""));
        }).AllowAnonymous().ExcludeFromDescription();

    private static Dictionary<string, Asset> Load()
    {
        var assembly = typeof(AppAssets).Assembly;
        var types = new FileExtensionContentTypeProvider();
        return assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(Folder[1..], StringComparison.Ordinal))
            .ToDictionary(resource => resource[(Folder.Length - 1)..], resource =>
            {
                using var stream = assembly.GetManifestResourceStream(resource)!;
                var content = new byte[stream.Length];
                stream.ReadExactly(content);
                return new Asset(content, types.Mappings[Path.GetExtension(resource)], Convert.ToHexStringLower(SHA256.HashData(content))[..12]);
            });
    }

    private sealed record Asset(byte[] Content, string Type, string Version);
}
