using System.Text;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Facebook;

internal static class MultipartText
{
    /// <summary>Value of a field of a multipart request, as UTF-8.</summary>
    public static string Field(ReceivedRequest request, string name)
    {
        var start = request.Body.IndexOf($"name=\"{name}\"", StringComparison.Ordinal);
        Assert.True(start >= 0, $"no field {name} in: {request.Body}");
        var from = request.Body.IndexOf("\r\n\r\n", start, StringComparison.Ordinal) + 4;
        var to = request.Body.IndexOf("\r\n--", from, StringComparison.Ordinal);
        return Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(to < 0 ? request.Body[from..] : request.Body[from..to]));
    }
}
