using Reelway.Frame;
using Reelway.Scaling.Names;

namespace Reelway.Scaling.Fields;

/// <summary>Finds all that is wrong with mappings, before a file meets them.</summary>
internal static class MappingCheck
{
    /// <summary>What changes a value, by name.</summary>
    public static readonly IReadOnlyDictionary<string, Func<string, string>> Transforms = new Dictionary<string, Func<string, string>>
    {
        ["uppercase"] = text => text.ToUpperInvariant(),
        ["lowercase"] = text => text.ToLowerInvariant(),
    };

    private const string CopiedPlace = "mvp_fields";

    private const string UpdatesPlace = "filename_field_updates";

    private const string ForcedPlace = "forced_field_values";

    private const string DefaultsPlace = "default_field_values";

    private const string DomainsPlace = "validate_domain_values";

    // A year; what is kept for longer is no cache.
    private const double MostHours = 8784;

    public static IReadOnlyList<MappingProblem> Of(FieldMappings mappings, NamePattern? pattern)
        => [.. Copied(mappings), .. mappings.Updates.SelectMany((update, index) => Update(update, $"{UpdatesPlace}[{index}]", pattern)), .. Twice(mappings),
            .. Texts(ForcedPlace, mappings.Forced), .. Texts(DefaultsPlace, mappings.Defaults), .. Domains(mappings.Domains)];

    private static IEnumerable<MappingProblem> Copied(FieldMappings mappings)
    {
        for (var i = 0; i < mappings.Copied.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(mappings.Copied[i]))
            {
                yield return new($"{CopiedPlace}[{i}]", "is empty; it must be the id of a field.");
            }
        }

        foreach (var twice in mappings.Copied.GroupBy(field => field, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            yield return new(CopiedPlace, $"\"{ShownText.Name(twice.Key)}\" is listed {twice.Count()} times; once is enough.", IsError: false);
        }
    }

    private static IEnumerable<MappingProblem> Update(FieldUpdate update, string place, NamePattern? pattern)
    {
        if (string.IsNullOrWhiteSpace(update.FieldId))
        {
            yield return new($"{place}.field_id", "is missing; it must be the id of a field.");
        }

        if (!FieldSources.All.Contains(update.Source))
        {
            yield return new($"{place}.source", Unknown(update.Source, FieldSources.All));
        }
        else if (pattern is not null && NameTokens.All.Contains(update.Source) && !pattern.Has(update.Source))
        {
            yield return new($"{place}.source",
                $"is never said: the pattern of names, {pattern.Text}, has no {{{update.Source}}}, so \"{ShownText.Name(update.FieldId)}\" gets "
                + ((update.Default ?? update.Fallback) is { } text ? $"\"{ShownText.Name(text)}\"." : "what its master has."),
                IsError: false);
        }

        if (update.Transform is { } transform && !Transforms.ContainsKey(transform))
        {
            yield return new($"{place}.transform", Unknown(transform, [.. Transforms.Keys]));
        }

        if (update is { Default: not null, Fallback: not null })
        {
            yield return new($"{place}.fallback", $"is never used: default (\"{ShownText.Name(update.Default)}\") holds where the source says nothing.", IsError: false);
        }

        if (update is { Required: true, Fallback: "", Default: null })
        {
            yield return new($"{place}.fallback", "is empty, and the field is required; leave one of them out.");
        }
    }

    private static IEnumerable<MappingProblem> Twice(FieldMappings mappings)
    {
        foreach (var twice in mappings.Updates.GroupBy(update => update.FieldId, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            yield return new(UpdatesPlace,
                $"\"{ShownText.Name(twice.Key)}\" gets a value from each of {string.Join(" and ", twice.Select(update => ShownText.Name(update.Source)))}; a field has one source.");
        }

        foreach (var update in mappings.Updates.Where(update => mappings.Forced.ContainsKey(update.FieldId)))
        {
            yield return new(ForcedPlace, $"\"{ShownText.Name(update.FieldId)}\" is forced, so that what {ShownText.Name(update.Source)} says is never used.", IsError: false);
        }

        foreach (var field in mappings.Defaults.Keys.Where(mappings.Forced.ContainsKey))
        {
            yield return new(DefaultsPlace, $"\"{ShownText.Name(field)}\" is forced, so that its default is never used.", IsError: false);
        }
    }

    private static IEnumerable<MappingProblem> Texts(string place, IReadOnlyDictionary<string, IReadOnlyList<string>> values)
    {
        foreach (var (field, texts) in values)
        {
            if (string.IsNullOrWhiteSpace(field))
            {
                yield return new(place, "has a value without the id of a field.");
            }
            else if (texts.Count == 0)
            {
                yield return new(place, $"\"{ShownText.Name(field)}\" has no value; write \"\" to empty the field.");
            }
        }
    }

    private static IEnumerable<MappingProblem> Domains(DomainRules rules)
    {
        if (!(rules.CacheTtlHours is > 0 and <= MostHours))
        {
            yield return new($"{DomainsPlace}.cache_ttl_hours", $"must be more than 0 and at most {MostHours}.");
        }

        if (rules.CacheFile is { } file && string.IsNullOrWhiteSpace(file))
        {
            yield return new($"{DomainsPlace}.cache_file", "is empty; name a file, or leave the line out.");
        }

        foreach (var (field, domain) in rules.Ids.Where(pair => string.IsNullOrWhiteSpace(pair.Key) || string.IsNullOrWhiteSpace(pair.Value)))
        {
            yield return new($"{DomainsPlace}.domains", $"\"{ShownText.Name(field)}\" and \"{ShownText.Name(domain)}\": a field's id and its domain's id are needed.");
        }
    }

    private static string Unknown(string text, IReadOnlyList<string> known)
        => $"\"{ShownText.Name(text)}\" is not known; "
            + (NearestText.Of(text, known, each => each.ToUpperInvariant()) is { } near ? $"did you mean {near}?" : $"it must be one of {string.Join(", ", known)}.");
}
