using System.Globalization;
using System.Reflection;
using System.Text;

namespace Reelway.Contracts.Connectors;

/// <summary>Answers of outside systems that are kept as files, one per quirk, in <c>payloads</c> beside the tests that use them.</summary>
public static class RecordedAnswer
{
    private const string Extension = ".http";

    // The tests that run: the calling assembly is another one where the compiler leaves out a caller's frame.
    private static readonly Assembly Tests = Assembly.GetEntryAssembly()!;

    /// <summary>The names of all that the tests embed for one of their folders, without <c>.http</c>.</summary>
    public static IReadOnlyList<string> Names(string folder)
    {
        var before = $"{Tests.GetName().Name}.{folder}.payloads.";
        return [.. from resource in Tests.GetManifestResourceNames()
                   where resource.StartsWith(before, StringComparison.Ordinal) && resource.EndsWith(Extension, StringComparison.Ordinal)
                   select resource[before.Length..^Extension.Length]];
    }

    /// <summary>Reads a file that the tests embed: a status line, headers, and, where there is one, a blank line and the body.</summary>
    /// <param name="name">Its name without <c>.http</c>.</param>
    /// <param name="folder">The folder of tests that it belongs to: <c>Google</c>.</param>
    /// <remarks>The last end of line is the file's and not the body's. A length is told by answers to HEAD, which have no body.</remarks>
    public static ScriptedAnswer Read(string folder, string name)
    {
        var resource = Tests.GetManifestResourceNames().Single(each => each.EndsWith($".{folder}.payloads.{name}{Extension}", StringComparison.Ordinal));
        using var reader = new StreamReader(Tests.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var text = reader.ReadToEnd().ReplaceLineEndings("\n");
        var parts = (text.EndsWith('\n') ? text[..^1] : text).Split("\n\n", 2);
        var head = parts[0].TrimEnd('\n').Split('\n');
        var headers = head[1..].Select(line => line.Split(": ", 2)).Select(pair => (Name: pair[0], Value: pair[1])).ToList();
        var length = headers.SingleOrDefault(header => header.Name == "Content-Length").Value;
        return new ScriptedAnswer
        {
            Status = int.Parse(head[0].Split(' ')[1], CultureInfo.InvariantCulture),
            ContentType = headers.SingleOrDefault(header => header.Name == "Content-Type").Value,
            Headers = [.. headers.Where(header => header.Name is not ("Content-Type" or "Content-Length"))],
            Length = length is null ? null : long.Parse(length, CultureInfo.InvariantCulture),
            Body = parts.Length == 2 ? Encoding.UTF8.GetBytes(parts[1]) : [],
        };
    }
}
