using System.Text.Json.Serialization;
using Reelway.Scaling.Names;

namespace Reelway.Scaling.Fields;

/// <summary>
/// Which metadata a derivative gets. Ids of fields are as the DAM has them, with their dots and spaces. What is listed in none of these is left out.
/// </summary>
internal sealed record FieldMappings
{
    /// <summary><c>mvp_fields</c>: what is copied from the master. The id of a table stands for all of its columns.</summary>
    public IReadOnlyList<string> Copied { get; init; } = [];

    /// <summary><c>filename_field_updates</c>: what the file's name, or the file itself, says.</summary>
    public IReadOnlyList<FieldUpdate> Updates { get; init; } = [];

    /// <summary><c>forced_field_values</c>: what holds whatever else is said. Several values are the rows of a table's column.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Forced { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary><c>default_field_values</c>: what holds where nothing else is said.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Defaults { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary><c>validate_domain_values</c>.</summary>
    public DomainRules Domains { get; init; } = new();

    /// <summary>The fields whose lookup domain is needed, with the domain's id.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> DomainIds => !Domains.Enabled
        ? new Dictionary<string, string>()
        : Updates.Where(update => update.ValidateDomain).Select(update => update.FieldId)
            .Concat(Forced.Keys.Concat(Defaults.Keys).Where(Domains.Ids.ContainsKey))
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(id => id, Domains.IdOf, StringComparer.Ordinal);

    /// <summary>All that is wrong with it, each with its place.</summary>
    /// <param name="pattern">By which names are read; null when that is not to be judged.</param>
    public IReadOnlyList<MappingProblem> Problems(NamePattern? pattern = null) => MappingCheck.Of(this, pattern);
}

/// <summary>A field that gets what the file's name says.</summary>
/// <param name="Source">A token of the name, <c>clean_filename</c>, or what the file itself says (<see cref="FieldSources"/>).</param>
/// <param name="Transform"><c>uppercase</c> or <c>lowercase</c>; null: as it is.</param>
/// <param name="Required">True when the field must have a value in the end, wherever it comes from.</param>
/// <param name="Fallback">What holds where the source says nothing and there is no default. Empty: the field is emptied. Null: it keeps what was copied.</param>
/// <param name="Default">What holds where the source says nothing.</param>
/// <param name="ValidateDomain">Whether the value is looked up in the field's domain.</param>
internal sealed record FieldUpdate(
    string FieldId, string Source, string? Transform = null, bool Required = false, string? Fallback = null, string? Default = null, bool ValidateDomain = false);

/// <summary>How values are looked up in the DAM's domains.</summary>
internal sealed record DomainRules
{
    public bool Enabled { get; init; } = true;

    /// <summary>Where domains are kept; null: in memory only.</summary>
    public string? CacheFile { get; init; }

    public double CacheTtlHours { get; init; } = 24;

    /// <summary>True: what is not in the domain refuses the file. False: it is reported and used.</summary>
    public bool StrictMode { get; init; }

    /// <summary>Domains of fields. The DAM does not say which field has which, so a field that is missing here is looked up under its own id.</summary>
    public IReadOnlyDictionary<string, string> Ids { get; init; } = new Dictionary<string, string>();

    /// <summary>The domain's id of a field.</summary>
    public string IdOf(string field) => Ids.GetValueOrDefault(field, field);
}

/// <summary>Something wrong with the mappings.</summary>
/// <param name="Place">Such as <c>filename_field_updates[2].source</c>.</param>
/// <param name="IsError">False for what works, and was probably not meant.</param>
internal sealed record MappingProblem(string Place, string Message, bool IsError = true)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Message}";
}
