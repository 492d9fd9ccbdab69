using Reelway.Frame.Web;

namespace Reelway.Posts;

/// <summary>A post's address, as a person copies it from the network.</summary>
/// <param name="Id">The network's id of the post: the last part of the path.</param>
internal sealed record PostLink(string Id, Uri Link)
{
    private const int LongestLink = 2000;
    private const int LongestId = 100;

    /// <summary>Reads an address; what is wrong with it is noted.</summary>
    public static PostLink Read(RequestText request, string pointer, string? text)
    {
        const string Must = "Must be the post's address, such as https://twitter.com/fernwoodconf/status/1861000000000000001.";
        var line = request.Required(pointer, text, LongestLink, Must);
        if (Uri.TryCreate(line, UriKind.Absolute, out var link) && link.Scheme == Uri.UriSchemeHttps
            && link.Segments[^1].Trim('/') is { Length: > 0 and <= LongestId } id && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or ':'))
        {
            return new PostLink(id, link);
        }

        if (line.Length > 0)
        {
            request.Refuse(pointer, "not-a-post", Must);
        }

        return new PostLink("", new Uri("https://invalid.example"));
    }
}
