using System.Globalization;
using System.Reflection;
using System.Text;

namespace Reelway.Contracts.Connectors;

/// <summary>Answers of outside systems that are kept as files, one per quirk, in <c>payloads</c> beside the tests that use them.</summary>
public static class RecordedAnswer
{
    /// <summary>Reads a file that the caller's assembly embeds: a status line, headers, a blank line and the body.</summary>
    /// <param name="name">Its name without <c>.http</c>.</param>
    /// <param name="folder">The folder of tests that it belongs to: <c>Google</c>.</param>
    public static ScriptedAnswer Read(string folder, string name)
    {
        var assembly = Assembly.GetCallingAssembly();
        var resource = assembly.GetManifestResourceNames().Single(each => each.EndsWith($".{folder}.payloads.{name}.http", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var parts = reader.ReadToEnd().ReplaceLineEndings("\n").Split("\n\n", 2);
        var head = parts[0].Split('\n');
        var headers = head[1..].Select(line => line.Split(": ", 2)).Select(pair => (Name: pair[0], Value: pair[1])).ToList();
        return new ScriptedAnswer
        {
            Status = int.Parse(head[0].Split(' ')[1], CultureInfo.InvariantCulture),
            ContentType = headers.Single(header => header.Name == "Content-Type").Value,
            Headers = [.. headers.Where(header => header.Name != "Content-Type")],
            Body = Encoding.UTF8.GetBytes(parts[1]),
        };
    }
}
