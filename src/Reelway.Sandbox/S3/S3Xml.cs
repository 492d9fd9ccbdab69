using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Reelway.Sandbox.Aws;

namespace Reelway.Sandbox.S3;

/// <summary>Bodies of S3, which are XML.</summary>
internal static class S3Xml
{
    private const int LargestBodyBytes = 4 * 1024 * 1024;

    private static readonly XNamespace Space = "http://s3.amazonaws.com/doc/2006-03-01/";

    public static XElement Element(string name, params object?[] content) => new(Space + name, content);

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static async Task<XElement> ReadAsync(StoredBytes body, CancellationToken cancellation)
    {
        if (body.Bytes is 0 or > LargestBodyBytes)
        {
            throw Malformed();
        }

        try
        {
            await using var file = File.OpenRead(body.File);
            using var reader = XmlReader.Create(file, new XmlReaderSettings { Async = true, DtdProcessing = DtdProcessing.Prohibit });
            return await XElement.LoadAsync(reader, LoadOptions.None, cancellation);
        }
        catch (XmlException)
        {
            throw Malformed();
        }
        finally
        {
            File.Delete(body.File);
        }
    }

    public static Task WriteAsync(HttpContext context, XElement body, int status = 200)
        => context.AnswerAsync(status, "application/xml", $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{body.ToString(SaveOptions.DisableFormatting)}");

    /// <summary>What stands in the child of this name; null when there is none.</summary>
    public static string? Text(XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name)?.Value;

    public static Task WriteAsync(HttpContext context, AwsException refusal)
    {
        context.Response.StatusCode = refusal.Status;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            // The answer to HEAD has no body, so its status is all there is.
            return Task.CompletedTask;
        }

        return WriteAsync(context, new XElement(
            "Error", new XElement("Code", refusal.Code), new XElement("Message", refusal.Message),
            new XElement("RequestId", context.Response.Headers["x-amz-request-id"].ToString()), new XElement("HostId", "sandbox")), refusal.Status);
    }

    public static AwsException Malformed()
        => new("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");
}
