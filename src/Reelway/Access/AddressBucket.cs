using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>What counts as one address where somebody is slowed down.</summary>
internal static class AddressBucket
{
    public static string Of(HttpContext context) => ClientAddress.Bucket(context.Connection.RemoteIpAddress);
}
