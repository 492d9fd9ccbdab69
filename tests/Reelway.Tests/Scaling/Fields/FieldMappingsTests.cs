using Reelway.Scaling.Fields;
using Reelway.Scaling.Names;

namespace Reelway.Tests.Scaling.Fields;

public sealed class FieldMappingsTests
{
    [Fact]
    public void Mappings_that_can_work_have_no_problems()
        => Assert.Empty(Problems(new()
        {
            Copied = ["ACME.FIELD.ASSET NAME", "LANGUAGES"],
            Updates = [new("ACME.FIELD.ASSET NAME", "clean_filename", Required: true), new("LANGUAGES", "language_code", "uppercase", true, Default: "EN", ValidateDomain: true)],
            Forced = Of("STATE", "Local"),
            Defaults = Of("TAG", "-"),
            Domains = new() { CacheFile = "domains.json" },
        }));

    [Fact]
    public void All_that_is_wrong_is_said_at_once_each_with_its_place()
        => Assert.Equal(
            [
                "mvp_fields[1]: is empty; it must be the id of a field.",
                "filename_field_updates[0].source: \"langauge_code\" is not known; did you mean language_code?",
                "filename_field_updates[0].transform: \"UPPERCASE\" is not known; did you mean uppercase?",
                "filename_field_updates[1].field_id: is missing; it must be the id of a field.",
                "filename_field_updates[2].fallback: is empty, and the field is required; leave one of them out.",
                "filename_field_updates: \"LANGUAGES\" gets a value from each of langauge_code and version; a field has one source.",
                "forced_field_values: \"STATE\" has no value; write \"\" to empty the field.",
                "validate_domain_values.cache_ttl_hours: must be more than 0 and at most 8784.",
                "validate_domain_values.cache_file: is empty; name a file, or leave the line out.",
                "validate_domain_values.domains: \"LANGUAGES\" and \"\": a field's id and its domain's id are needed.",
            ],
            Problems(new()
            {
                Copied = ["A", " "],
                Updates = [new("LANGUAGES", "langauge_code", "UPPERCASE"), new("", "version"), new("LANGUAGES", "version", Required: true, Fallback: "")],
                Forced = new Dictionary<string, IReadOnlyList<string>> { ["STATE"] = [] },
                Domains = new() { CacheTtlHours = double.NaN, CacheFile = " ", Ids = new Dictionary<string, string> { ["LANGUAGES"] = "" } },
            }).Where(problem => problem.IsError).Select(problem => problem.ToString()));

    [Fact]
    public void What_works_and_was_hardly_meant_is_a_warning()
    {
        var problems = Problems(new()
        {
            Copied = ["A", "A"],
            Updates = [new("B", "version", Fallback: "1", Default: "2"), new("STATE", "duration"), new("TYPE", "asset_type"), new("BRAND", "brand", Default: "Acme")],
            Forced = Of("STATE", "Local"),
            Defaults = Of("STATE", "Global"),
        });

        Assert.DoesNotContain(problems, problem => problem.IsError);
        Assert.Equal(
            [
                "mvp_fields: \"A\" is listed 2 times; once is enough.",
                "filename_field_updates[0].fallback: is never used: default (\"2\") holds where the source says nothing.",
                "filename_field_updates[2].source: is never said: the pattern of names, {subject_title}_{duration}_{language_code}[_{version}]_{tracking_id}, has no {asset_type}, so \"TYPE\" gets what its master has.",
                "filename_field_updates[3].source: is never said: the pattern of names, {subject_title}_{duration}_{language_code}[_{version}]_{tracking_id}, has no {brand}, so \"BRAND\" gets \"Acme\".",
                "forced_field_values: \"STATE\" is forced, so that what duration says is never used.",
                "default_field_values: \"STATE\" is forced, so that its default is never used.",
            ],
            problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void Domains_are_asked_for_by_the_fields_that_are_checked()
    {
        var mappings = new FieldMappings
        {
            Updates = [new("LANGUAGES", "language_code", ValidateDomain: true), new("TITLE", "subject_title"), new("TYPE", "asset_type", ValidateDomain: true)],
            Forced = Of("STATE", "Local"),
            Defaults = Of("TAG", "-"),
            Domains = new() { Ids = new Dictionary<string, string> { ["TYPE"] = "ACME.TYPES", ["STATE"] = "ACME.STATES" } },
        };

        Assert.Equal(new Dictionary<string, string> { ["LANGUAGES"] = "LANGUAGES", ["TYPE"] = "ACME.TYPES", ["STATE"] = "ACME.STATES" }, mappings.DomainIds);
        Assert.Empty((mappings with { Domains = mappings.Domains with { Enabled = false } }).DomainIds);
    }

    private static IReadOnlyList<MappingProblem> Problems(FieldMappings mappings) => mappings.Problems(NamePattern.Default);

    private static Dictionary<string, IReadOnlyList<string>> Of(string field, string value) => new() { [field] = [value] };
}
