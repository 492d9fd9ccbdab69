using System.IO.Enumeration;

namespace Reelway.Sandbox.Faults;

/// <summary>Which requests a fault is for. What is left out matches everything.</summary>
public sealed record FaultMatch
{
    /// <summary>HTTP method, or SMTP command (CONNECT, EHLO, MAIL, RCPT, DATA).</summary>
    public string? Method { get; init; }

    /// <summary>
    /// Path below the system's prefix; <c>*</c> stands for any characters, so <c>*/videos</c> is every page's uploads.
    /// For SMTP it is an address: the sender at MAIL, any recipient at RCPT and DATA.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>Parameters that the request must carry with exactly these values, such as <c>upload_phase: finish</c>.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    internal bool Covers(string method, IReadOnlyList<string> paths, IReadOnlyDictionary<string, string> parameters)
        => (Method is null || string.Equals(Method, method, StringComparison.OrdinalIgnoreCase))
            && (Path is null || paths.Any(path => FileSystemName.MatchesSimpleExpression(Path, path, ignoreCase: true)))
            && (Parameters is null || Parameters.All(wanted =>
                parameters.TryGetValue(wanted.Key, out var value) && value == wanted.Value));
}
