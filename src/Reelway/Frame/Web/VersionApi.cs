using Reelway.Frame.Operations;

namespace Reelway.Frame.Web;

/// <summary>Which version answers: the one thing that anybody may ask, so that a client without a key knows what it speaks to.</summary>
internal static class VersionApi
{
    public static readonly Operation<VersionItem> Get = new("getVersion", "GET /version", Right.Open)
    {
        Summary = "Show the version",
        Text = "Needs no key.",
        Example = new("1.0.0"),
    };

    public static void MapVersion(this IEndpointRouteBuilder routes) => routes.Map(Get, () => new VersionItem(Product.Version));
}

/// <summary>The version of the program that answers.</summary>
internal sealed record VersionItem(string Version);
