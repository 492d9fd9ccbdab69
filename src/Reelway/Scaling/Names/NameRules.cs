namespace Reelway.Scaling.Names;

/// <summary>How agencies are to name files, as it is configured.</summary>
internal sealed record NameRules
{
    /// <summary>Takes <c>spot_30s_IT_AB12CD.mp4</c> and, with a version, <c>spot_30s_IT_v2_AB12CD.mp4</c>.</summary>
    public const string DefaultPattern = "{subject_title}_{duration}_{language_code}[_{version}]_{tracking_id}";

    /// <summary>Tokens in braces, what separates them between; <c>[_{version}]</c> is optional. The extension is no part of it.</summary>
    public string Pattern { get; init; } = DefaultPattern;

    /// <summary>What tokens may say; those that are missing here keep their own rule (<see cref="NameTokenRule.Default"/>).</summary>
    public IReadOnlyDictionary<string, NameTokenRule> Tokens { get; init; } = new Dictionary<string, NameTokenRule>();

    /// <summary>Tokens that only serve the upload: the DAM's name of a file goes without them.</summary>
    public IReadOnlyList<string> Strip { get; init; } = [NameTokens.TrackingId];
}

/// <summary>What one token may say: one of some values, or what an expression describes. With neither, any text without the pattern's separators.</summary>
/// <param name="Values">Compared without case; read as they are written here.</param>
/// <param name="Expression">A regular expression for the whole value, without case.</param>
internal sealed record NameTokenRule(IReadOnlyList<string>? Values = null, string? Expression = null)
{
    /// <summary>The rule of a token for which nothing is configured.</summary>
    public static NameTokenRule Default(string token) => token switch
    {
        // Ids issued by earlier systems hold any letter and digit; those that we issue leave out the ones that look alike.
        NameTokens.TrackingId => new(Expression: "[A-Z0-9]{6}"),
        NameTokens.Duration => new(Expression: "[0-9]{1,4}s|[0-9]{1,2}m(?:[0-9]{1,2}s)?"),
        NameTokens.LanguageCode => new(Expression: "[A-Z]{2,3}"),
        NameTokens.Version => new(Expression: "v[0-9]{1,3}"),
        _ => new(),
    };
}
