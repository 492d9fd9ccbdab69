using Reelway.Frame.Configuration;

namespace Reelway.Frame.Public;

/// <summary>What others may call from outside, as the parts declare it: the public listener serves this and nothing else, and does not listen while there is nothing.</summary>
/// <param name="settings">The configuration as it was at the start.</param>
internal sealed class PublicPaths(Settings settings)
{
    private readonly Dictionary<string, PublicPath> _all = new(StringComparer.Ordinal);

    /// <summary>The configuration as it was at the start.</summary>
    public Settings Settings => settings;

    /// <summary>As they are declared, in that order.</summary>
    public IReadOnlyCollection<PublicPath> All => _all.Values;

    /// <summary>Declares a path that takes deliveries of a caller that a verifier knows.</summary>
    /// <param name="name">Names the receiver in the log, and never changes once shipped: what identifies deliveries is kept by it.</param>
    /// <param name="path">Its path: <c>/webhooks/box</c>.</param>
    public void MapIncoming(string name, string path, Verifier verifier, TakeDelivery take, int largestBody = IncomingPath.UsualLargestBody)
        => Add(new IncomingPath(name, path, verifier, take, largestBody));

    /// <summary>Declares a path for people without an account: whoever has a link that was made for it gets in, until it is over or revoked.</summary>
    /// <param name="name">Names the links, and never changes once shipped.</param>
    /// <param name="path">What their addresses begin with: <c>/review</c> for <c>/review/TOKEN</c> and what lies behind it.</param>
    public void MapLink(string name, string path, OpenLink open) => Add(new LinkPath(name, path, open));

    /// <summary>Declares a path to which others send a browser back after a login: it gets in once, with the state that was made for it.</summary>
    /// <param name="name">Names the states, and never changes once shipped.</param>
    /// <param name="path">Its path: <c>/callbacks/facebook</c>.</param>
    public void MapCallback(string name, string path, AnswerCallback answer) => Add(new CallbackPath(name, path, answer));

    private void Add(PublicPath path)
    {
        if (ProblemOf(path.Path) is { } problem)
        {
            throw new ArgumentException($"The public path of {path.Name} {problem}");
        }

        if (_all.Values.FirstOrDefault(other => IsBehind(other, path) || IsBehind(path, other)) is { } hidden)
        {
            throw new ArgumentException($"The public path {path.Path} of {path.Name} and {hidden.Path} of {hidden.Name} lie behind each other.");
        }

        if (_all.Values.Any(other => other.Name == path.Name))
        {
            throw new ArgumentException($"There is a public path named {path.Name} already.");
        }

        if (!_all.TryAdd(path.Path, path))
        {
            throw new ArgumentException($"The public path {path.Path} is declared by {_all[path.Path].Name} and by {path.Name}.");
        }
    }

    private static bool IsBehind(PublicPath path, PublicPath links) => links is LinkPath && path.Path.StartsWith(links.Path + "/", StringComparison.Ordinal);

    /// <summary>What is wrong with a path, as the end of a sentence; null when nothing is.</summary>
    public static string? ProblemOf(string path)
        => path.Length is > 1 and <= 200 && path[0] == '/' && path[^1] != '/' && !path.Contains("//", StringComparison.Ordinal)
            && path.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '-' or '_' or '.')
            ? null
            : "must begin with \"/\" and hold letters, digits, -, _, . and / only, such as /webhooks/box.";
}

/// <summary>A path that others may call.</summary>
internal abstract record PublicPath(string Name, string Path);

/// <summary>A path that takes deliveries.</summary>
/// <param name="LargestBody">Most bytes of a body, as received and unpacked.</param>
internal sealed record IncomingPath(string Name, string Path, Verifier Verifier, TakeDelivery Take, int LargestBody) : PublicPath(Name, Path)
{
    /// <summary>Senders' descriptions of what happened are small.</summary>
    public const int UsualLargestBody = 256 * 1024;
}
