using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelway.Connectors.X;

/// <summary>The keys that requests are signed with, as a login keeps them. Prints without them.</summary>
internal sealed record XKeys(string ApiKey, string ApiKeySecret, string AccessToken, string AccessTokenSecret)
{
    // As X's page calls them; the bearer token stands beside them and signs nothing.
    private static readonly string[] Names = ["API Key", "API Key Secret", "Access Token", "Access Token Secret"];

    /// <summary>Reads keys under the names that X's page gives them. Case, spaces, hyphens and underscores make no difference, and others beside them are passed by.</summary>
    /// <exception cref="FormatException">They are not all there; the message says which, and quotes nothing.</exception>
    public static XKeys Read(string text)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in document.RootElement.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String))
                {
                    found.TryAdd(Plain(member.Name), member.Value.GetString()!.Trim());
                }
            }
        }
        catch (JsonException)
        {
            // The parser's words quote the text, which is secret.
            throw new FormatException("what was given is not valid JSON; it must be an object with the keys by their names: " + string.Join(", ", Names));
        }

        var missing = Names.Where(name => found.GetValueOrDefault(Plain(name)) is not { Length: > 0 }).ToList();
        return missing.Count > 0 ? throw new FormatException($"what was given lacks {string.Join(", ", missing)}")
            : Names.FirstOrDefault(name => found[Plain(name)].Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter))) is { } broken
                ? throw new FormatException($"the value of {broken} is not one word")
                : new XKeys(found[Plain(Names[0])], found[Plain(Names[1])], found[Plain(Names[2])], found[Plain(Names[3])]);
    }

    /// <summary>As the host seals it; <see cref="Read"/> reads it.</summary>
    public string ToText() => JsonSerializer.Serialize(this, XKeysJson.Default.XKeys);

    private static string Plain(string name) => new([.. name.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);

    public override string ToString() => nameof(XKeys);
}

/// <summary>How keys are kept; it is our own text, and not X's.</summary>
[JsonSerializable(typeof(XKeys))]
internal sealed partial class XKeysJson : JsonSerializerContext;
