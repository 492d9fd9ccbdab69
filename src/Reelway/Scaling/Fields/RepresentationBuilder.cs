using Reelway.Frame;
using Reelway.Scaling.Names;

namespace Reelway.Scaling.Fields;

/// <summary>Puts a derivative's fields together: copied, then updated, then forced; defaults where nothing else said anything.</summary>
internal sealed class RepresentationBuilder(FieldMappings mappings, MasterAsset master, IReadOnlyDictionary<string, LookupDomain?> domains)
{
    private readonly List<FieldProblem> _problems = [];

    private readonly List<FieldDifference> _differences = [];

    // Fields of which the master has several values, with what it has.
    private readonly List<(string Field, IReadOnlyList<MasterField> Found)> _several = [];

    // In the order in which they are written.
    private readonly OrderedDictionary<string, WrittenField> _fields = new(StringComparer.Ordinal);

    public AssetRepresentation Build(NameReading name, TechnicalMetadata? video)
    {
        Copy();
        foreach (var update in mappings.Updates.Where(update => !mappings.Forced.ContainsKey(update.FieldId)))
        {
            Update(update, FieldSources.Read(update.Source, name, video));
        }

        foreach (var (field, texts) in mappings.Forced)
        {
            Say(field, texts, FieldChange.Forced, source: null, validate: mappings.Domains.Ids.ContainsKey(field));
        }

        RefuseSeveral();
        foreach (var (field, texts) in mappings.Defaults.Where(pair => !Has(pair.Key)))
        {
            Say(field, texts, FieldChange.Defaulted, source: null, validate: mappings.Domains.Ids.ContainsKey(field));
        }

        CheckRequired();
        if (string.IsNullOrEmpty(master.Model))
        {
            _problems.Add(new("metadata_model_id", "the master says no metadata model; read it again from the DAM, with its metadata."));
        }

        var listed = mappings.Copied.ToHashSet(StringComparer.Ordinal);
        var errors = _problems.Any(problem => problem.IsError);
        return new(
            errors ? null : RepresentationText.Of(master, _fields.Values),
            _differences,
            _problems,
            [.. master.Fields.Where(field => field.HasValue && !listed.Contains(field.Id) && !(field.Table is { } table && listed.Contains(table)) && !_fields.ContainsKey(field.Id)).Select(field => field.Id).Distinct()]);
    }

    private void Copy()
    {
        foreach (var field in mappings.Copied.SelectMany(master.Find).Where(field => field.HasValue).GroupBy(field => field.Id, StringComparer.Ordinal))
        {
            var all = field.DistinctBy(each => string.Join('\0', each.Values.Select(value => value?.Text))).ToList();
            if (all.Count > 1 || (all[0] is { IsColumn: false, Values.Count: > 1 }))
            {
                _several.Add((field.Key, all));
            }
            else
            {
                _fields[field.Key] = new(field.Key, all[0].IsColumn, all[0].Values);
            }
        }
    }

    /// <summary>A plain field takes one value: none of several is chosen for it, unless the mapping says another one anyway.</summary>
    private void RefuseSeveral()
    {
        foreach (var (field, found) in _several.Where(each => !_fields.ContainsKey(each.Field)))
        {
            var texts = found.SelectMany(each => each.Values).Select(value => $"\"{ShownText.Name(value?.Text ?? "")}\"");
            _problems.Add(new(field, $"the master has several values for it, {string.Join(" and ", texts)}; leave one of them in the DAM, or take the field from the list of those that are copied."));
        }
    }

    private void Update(FieldUpdate update, string? text)
    {
        var why = FieldChange.Updated;
        if (string.IsNullOrEmpty(text))
        {
            text = update.Default ?? update.Fallback;
            why = FieldChange.FellBack;
            if (text is null)
            {
                return;
            }
        }
        else if (update.Transform is { } transform)
        {
            text = MappingCheck.Transforms[transform](text);
        }

        Say(update.FieldId, [text], why, update.Source, update.ValidateDomain);
    }

    /// <summary>Gives a field new values, each found in its domain where that is asked for.</summary>
    private void Say(string field, IReadOnlyList<string> texts, FieldChange why, string? source, bool validate)
    {
        var its = master.Fields.Where(each => each.Id == field).ToList();
        var isColumn = its.Any(each => each.IsColumn);
        if (texts.Count > 1 && !isColumn)
        {
            _problems.Add(new(field, $"{texts.Count} values are given ({string.Join(", ", texts.Select(text => $"\"{ShownText.Name(text)}\""))}), and the master does not show it as a table's column; give one."));
            return;
        }

        var sample = its.SelectMany(each => each.Values).FirstOrDefault(value => value is not null);
        var values = texts.Where(text => text.Length > 0).Select(text => Value(field, text, sample, validate)).ToList();
        _fields[field] = new(field, isColumn, values);
        List<string> before = [.. its.SelectMany(each => each.Values).Select(value => value?.Text ?? "")];
        List<string> after = [.. values.Select(value => value.Text)];
        _differences.RemoveAll(difference => difference.Field == field);
        if (!before.SequenceEqual(after))
        {
            _differences.Add(new(field, before, after, why, source));
        }
    }

    /// <summary>A text as a value of the kind that the master's field has.</summary>
    private FieldValue Value(string field, string text, FieldValue? sample, bool validate)
    {
        var value = new FieldValue(text) { Type = sample?.Type ?? FieldValue.TextType, Lookup = sample?.Lookup };
        if (validate && mappings.Domains.Enabled)
        {
            if (domains.GetValueOrDefault(field) is not { } domain)
            {
                Doubt(field, $"its values can't be checked: the DAM has no lookup domain \"{ShownText.Name(mappings.Domains.IdOf(field))}\"; name the field's domain under validate_domain_values.domains.", null);
            }
            else if (domain.Find(text) is { } found)
            {
                return value with { Text = found.Value, Display = found.Display, Lookup = value.Lookup ?? FieldValue.DomainType };
            }
            else
            {
                var nearest = domain.Nearest(text);
                Doubt(field, $"\"{ShownText.Name(text)}\" is not one of its values{(nearest is null ? "." : $"; did you mean {ShownText.Name(nearest.Value)}{(nearest.Display == nearest.Value ? "" : $" ({ShownText.Name(nearest.Display)})")}?")}", nearest?.Value);
            }
        }

        if (value.TypeProblem() is { } needed)
        {
            _problems.Add(new(field, $"\"{ShownText.Name(text)}\" is not {needed}."));
        }

        return value;
    }

    private void Doubt(string field, string message, string? nearest) => _problems.Add(new(field, message, nearest, mappings.Domains.StrictMode));

    private void CheckRequired()
    {
        foreach (var update in mappings.Updates.Where(update => update.Required && !Has(update.FieldId)))
        {
            _problems.Add(new(update.FieldId, $"it is required; the file's name says no {update.Source}, and neither a default nor the master has a value."));
        }
    }

    private bool Has(string field) => _fields.TryGetValue(field, out var written) && written.Values.Any(value => value is not null);
}
