using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Reelway.Scaling.Fields;
using Reelway.Scaling.Names;

namespace Reelway.Tests.Scaling.Fields;

public sealed class AssetRepresentationTests
{
    private static readonly NameReading Name = NamePattern.Default.Read("spot_30s_it_AB12CD.mp4");

    private static readonly TechnicalMetadata Video = new(TimeSpan.FromSeconds(29.96), 1920, 1080, "h264", 25);

    private static readonly LookupDomain Languages = new("LANGUAGES", [new("EN", "English"), new("IT ", " Italian"), new("FR", "French"), new("ITA", "Italian", IsExpired: true)]);

    [Fact]
    public void What_is_listed_is_copied_in_the_write_form_whatever_its_shape_and_depth()
    {
        var built = Build(new() { Copied = ["ACME.FIELD.REGION", "ACME.TABLE.HALLS", "LANGUAGES", "ACME.FIELD.SECONDS", "ACME.FIELD.FROM", "ACME.FIELD.AGENCY", "ACME.FIELD.EMPTY", "ACME.FIELD.ABSENT", "NO.SUCH.FIELD"] });

        Assert.Empty(built.Problems);
        Assert.Empty(built.Differences);
        Assert.Equal(["ACME.FIELD.ASSET NAME"], built.LeftOut);
        Assert.Equal(
            """
            {"asset_resource":{"asset":{"metadata_model_id":"ACME.MODEL.VIDEO","security_policy_list":[{"id":2},{"id":17}],"metadata":{"metadata_element_list":[
            {"id":"ACME.FIELD.REGION","type":"com.artesia.metadata.MetadataField","value":{"value":{"type":"com.artesia.metadata.CascadingDomainValue","displayValue":"Europe > Italy","field_value":{"type":"string","value":"EU^IT"},"parent":"EU"}}},
            {"id":"ACME.COLUMN.HALL","type":"com.artesia.metadata.MetadataTableField","values":[{"value":{"type":"string","value":"Hall, Part 2"}},{"value":null},{"value":{"type":"string","value":"Foyer"}}]},
            {"id":"ACME.COLUMN.COUNTRY","type":"com.artesia.metadata.MetadataTableField","values":[{"value":{"type":"string","value":"IT "}},{"value":{"type":"string","value":"FR"}},{"value":null}]},
            {"id":"LANGUAGES","type":"com.artesia.metadata.MetadataField","value":{"value":{"type":"com.artesia.metadata.DomainValue","displayValue":"English","field_value":{"type":"string","value":"EN"}}}},
            {"id":"ACME.FIELD.SECONDS","type":"com.artesia.metadata.MetadataField","value":{"value":{"type":"number","value":30.50}}},
            {"id":"ACME.FIELD.FROM","type":"com.artesia.metadata.MetadataField","value":{"value":{"type":"datetime","value":"2026-09-01T00:00:00Z"}}},
            {"id":"ACME.FIELD.AGENCY","type":"com.artesia.metadata.MetadataField","value":{"value":{"type":"string","value":"Studio „Žluť“ <1>"}}}]}}}}
            """.ReplaceLineEndings(""),
            built.Json);
    }

    [Fact]
    public void A_column_listed_beside_its_table_is_written_once()
    {
        var built = Build(new() { Copied = ["ACME.COLUMN.HALL", "ACME.TABLE.HALLS", "ACME.COLUMN.HALL"] });

        Assert.Equal(["ACME.COLUMN.HALL", "ACME.COLUMN.COUNTRY"], Elements(built).Select(element => (string?)element["id"]));
    }

    [Fact]
    public void A_bare_asset_is_read_as_one_that_is_wrapped()
    {
        using var wrapped = JsonDocument.Parse(Master.Json);
        var bare = wrapped.RootElement.GetProperty("asset_resource").GetProperty("asset").GetRawText();
        var mappings = new FieldMappings { Copied = ["LANGUAGES", "ACME.TABLE.HALLS"] };

        Assert.Equal(Build(mappings).Json, AssetRepresentation.Build(mappings, bare, Name, Video, None).Json);
    }

    [Fact]
    public void What_the_name_says_replaces_what_was_copied_and_is_shown_beforehand()
    {
        var built = Build(new()
        {
            Copied = ["ACME.FIELD.ASSET NAME", "LANGUAGES"],
            Updates = [new("ACME.FIELD.ASSET NAME", "clean_filename", Required: true), new("LANGUAGES", "language_code", "uppercase", Required: true, ValidateDomain: true)],
        }, Of(Languages));

        Assert.Empty(built.Problems);
        Assert.Equal(
            [("ACME.FIELD.ASSET NAME", "spot_30s.mp4", "spot_30s_it.mp4", FieldChange.Updated, "clean_filename"), ("LANGUAGES", "EN", "IT ", FieldChange.Updated, "language_code")],
            built.Differences.Select(each => (each.Field, each.Before.Single(), each.After.Single(), each.Why, each.Source!)));
        Assert.Equal("spot_30s_it.mp4", (string?)Inner(built, "ACME.FIELD.ASSET NAME")["value"]);
    }

    [Fact]
    public void A_drop_down_gets_its_code_as_the_DAM_has_it_and_never_what_is_displayed()
    {
        foreach (var said in new[] { "it", "Italian", " ITALIAN " })
        {
            var built = Build(new() { Forced = Of("LANGUAGES", said), Domains = new() { Ids = new Dictionary<string, string> { ["LANGUAGES"] = "ACME.DOMAIN.LANGUAGE" } } }, Of(Languages));

            Assert.Equal("""{"type":"com.artesia.metadata.DomainValue","displayValue":" Italian","field_value":{"type":"string","value":"IT "}}""", Inner(built, "LANGUAGES").ToJsonString());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_value_off_its_domain_is_refused_or_warned_of_with_the_nearest_one(bool strict)
    {
        var name = NamePattern.Default.Read("spot_30s_FRE_AB12CD.mp4");
        var mappings = new FieldMappings { Updates = [new("LANGUAGES", "language_code", ValidateDomain: true)], Domains = new() { StrictMode = strict } };

        var built = AssetRepresentation.Build(mappings, Master.Json, name, Video, Of(Languages));

        var problem = Assert.Single(built.Problems);
        Assert.Equal(("LANGUAGES", "FR", strict), (problem.Field, problem.Nearest, problem.IsError));
        Assert.Equal("\"FRE\" is not one of its values; did you mean FR (French)?", problem.Message);
        Assert.Equal(strict, built.Json is null);
        Assert.Equal(["FRE"], Assert.Single(built.Differences).After);
    }

    [Fact]
    public void A_value_that_is_expired_is_not_one()
    {
        var name = NamePattern.Default.Read("spot_30s_ITA_AB12CD.mp4");
        var domain = new LookupDomain("LANGUAGES", [new("ITA", "Italian", IsExpired: true)]);

        var built = AssetRepresentation.Build(new() { Updates = [new("LANGUAGES", "language_code", ValidateDomain: true)] }, Master.Json, name, Video, Of(domain));

        Assert.Equal("\"ITA\" is not one of its values.", Assert.Single(built.Problems).Message);
    }

    [Fact]
    public void A_domain_that_the_DAM_does_not_have_is_said_with_where_to_name_it()
    {
        var built = Build(new() { Updates = [new("LANGUAGES", "language_code", ValidateDomain: true)], Domains = new() { Ids = new Dictionary<string, string> { ["LANGUAGES"] = "ACME.TONGUES" } } },
            new Dictionary<string, LookupDomain?> { ["LANGUAGES"] = null });

        Assert.Contains("no lookup domain \"ACME.TONGUES\"", Assert.Single(built.Problems).Message, StringComparison.Ordinal);
        Assert.NotNull(built.Json);
    }

    [Fact]
    public void Without_domains_nothing_is_looked_up()
        => Assert.Empty(Build(new() { Updates = [new("LANGUAGES", "language_code", ValidateDomain: true)], Domains = new() { Enabled = false } }).Problems);

    [Fact]
    public void A_source_that_says_nothing_falls_back_and_what_is_required_may_come_from_the_master()
    {
        var built = Build(new()
        {
            Copied = ["LANGUAGES", "ACME.FIELD.AGENCY", "ACME.FIELD.ASSET NAME"],
            Updates =
            [
                new("LANGUAGES", "brand", Required: true),
                new("ACME.FIELD.AGENCY", "brand", Fallback: ""),
                new("ACME.FIELD.EMPTY", "asset_type", "lowercase", Default: "Spot"),
                new("ACME.FIELD.ASSET NAME", "version"),
            ],
        });

        Assert.Empty(built.Problems);
        Assert.Equal(["EN"], Texts(built, "LANGUAGES"));
        Assert.Equal("null", Element(built, "ACME.FIELD.AGENCY")["value"]?.ToJsonString() ?? "null");
        Assert.Equal(["Spot"], Texts(built, "ACME.FIELD.EMPTY"));
        Assert.Equal(["spot_30s.mp4"], Texts(built, "ACME.FIELD.ASSET NAME"));
        Assert.Equal([("ACME.FIELD.AGENCY", FieldChange.FellBack), ("ACME.FIELD.EMPTY", FieldChange.FellBack)], built.Differences.Select(each => (each.Field, each.Why)));
    }

    [Fact]
    public void What_is_required_and_comes_from_nowhere_refuses_the_file()
    {
        var built = Build(new() { Updates = [new("ACME.FIELD.BRAND", "brand", Required: true), new("LANGUAGES", "brand", Required: true)] });

        Assert.Equal(["ACME.FIELD.BRAND", "LANGUAGES"], built.Problems.Select(problem => problem.Field));
        Assert.Equal("it is required; the file's name says no brand, and neither a default nor the master has a value.", built.Problems[0].Message);
        Assert.Null(built.Json);
    }

    [Fact]
    public void Forced_values_hold_against_all_others_and_defaults_only_where_there_is_nothing_also_outside_the_list()
    {
        var built = Build(new()
        {
            Copied = ["LANGUAGES", "ACME.FIELD.AGENCY", "ACME.FIELD.EMPTY"],
            Updates = [new("LANGUAGES", "language_code")],
            Forced = new Dictionary<string, IReadOnlyList<string>> { ["LANGUAGES"] = ["FR"], ["ACME.FIELD.STATE"] = ["Local"] },
            Defaults = new Dictionary<string, IReadOnlyList<string>> { ["ACME.FIELD.AGENCY"] = ["nobody"], ["ACME.FIELD.EMPTY"] = ["-"], ["TAG"] = ["Tag"], ["ACME.FIELD.STATE"] = ["Global"] },
        });

        Assert.Equal(
            [("LANGUAGES", "FR"), ("ACME.FIELD.AGENCY", "Studio „Žluť“ <1>"), ("ACME.FIELD.STATE", "Local"), ("ACME.FIELD.EMPTY", "-"), ("TAG", "Tag")],
            Elements(built).Select(element => ((string)element["id"]!, Texts(element).Single())));
        Assert.Equal(
            [("LANGUAGES", FieldChange.Forced), ("ACME.FIELD.STATE", FieldChange.Forced), ("ACME.FIELD.EMPTY", FieldChange.Defaulted), ("TAG", FieldChange.Defaulted)],
            built.Differences.Select(each => (each.Field, each.Why)));
    }

    [Fact]
    public void Rows_of_a_column_can_be_forced_and_those_of_a_plain_field_not()
    {
        var built = Build(new() { Forced = new Dictionary<string, IReadOnlyList<string>> { ["ACME.COLUMN.COUNTRY"] = ["DE", "Lisbon, PT"], ["ACME.FIELD.AGENCY"] = ["One", "Two"] } });

        var problem = Assert.Single(built.Problems);
        Assert.Equal("ACME.FIELD.AGENCY: 2 values are given (\"One\", \"Two\"), and the master does not show it as a table's column; give one.", problem.ToString());
        Assert.Equal(["DE", "Lisbon, PT"], Assert.Single(built.Differences).After);
        Assert.Equal(["IT ", "FR", ""], built.Differences[0].Before);
    }

    [Fact]
    public void Several_values_of_the_master_for_a_single_field_are_refused_by_its_name()
    {
        var twice = Master.With(
            "\"id\":\"ACME.FIELD.AGENCY\",\"value\":", "\"id\":\"LANGUAGES\",\"value\":{\"value\":{\"type\":\"string\",\"value\":\"FR\"}}},{\"id\":\"ACME.FIELD.AGENCY\",\"value\":");
        var list = Master.With(
            "\"id\":\"LANGUAGES\",\"value\":", "\"id\":\"LANGUAGES\",\"values\":[{\"value\":{\"type\":\"string\",\"value\":\"EN\"}},{\"value\":{\"type\":\"string\",\"value\":\"FR\"}}],\"value\":");

        foreach (var json in new[] { twice, list })
        {
            var built = AssetRepresentation.Build(new() { Copied = ["LANGUAGES"] }, json, Name, Video, None);

            Assert.Equal("LANGUAGES: the master has several values for it, \"EN\" and \"FR\"; leave one of them in the DAM, or take the field from the list of those that are copied.", Assert.Single(built.Problems).ToString());
            Assert.Null(built.Json);
        }
    }

    [Fact]
    public void Several_values_of_the_master_do_not_matter_where_the_name_says_another_one()
    {
        var twice = Master.With(
            "\"id\":\"ACME.FIELD.AGENCY\",\"value\":", "\"id\":\"LANGUAGES\",\"value\":{\"value\":{\"type\":\"string\",\"value\":\"FR\"}}},{\"id\":\"ACME.FIELD.AGENCY\",\"value\":");

        var built = AssetRepresentation.Build(new() { Copied = ["LANGUAGES"], Updates = [new("LANGUAGES", "language_code", "uppercase")] }, twice, Name, Video, None);

        Assert.Empty(built.Problems);
        Assert.Equal(["IT"], Texts(built, "LANGUAGES"));
    }

    [Fact]
    public void The_same_value_in_two_categories_is_one()
    {
        var twice = Master.With(
            "\"id\":\"ACME.FIELD.AGENCY\",\"value\":", "\"id\":\"LANGUAGES\",\"value\":{\"value\":{\"type\":\"string\",\"value\":\"EN\"}}},{\"id\":\"ACME.FIELD.AGENCY\",\"value\":");

        Assert.Empty(AssetRepresentation.Build(new() { Copied = ["LANGUAGES"] }, twice, Name, Video, None).Problems);
    }

    [Fact]
    public void What_the_file_itself_says_fills_fields_of_videos_in_their_type()
    {
        var mappings = new FieldMappings { Copied = ["ACME.FIELD.SECONDS"], Updates = [new("ACME.FIELD.SECONDS", "video_duration"), new("SIZE", "video_resolution"), new("RATE", "video_frame_rate"), new("CODEC", "video_codec")] };

        var video = Build(mappings);
        Assert.Equal("""{"type":"number","value":29.96}""", Inner(video, "ACME.FIELD.SECONDS").ToJsonString());
        Assert.Equal(["1920x1080", "25", "h264"], new[] { "SIZE", "RATE", "CODEC" }.SelectMany(field => Texts(video, field)));

        var picture = AssetRepresentation.Build(mappings, Master.Json, Name, null, None);
        Assert.Equal(["30.50"], Texts(picture, "ACME.FIELD.SECONDS"));
        Assert.Single(Elements(picture));
    }

    [Theory]
    [InlineData("ACME.FIELD.SECONDS", "thirty", "\"thirty\" is not a number such as 30 or 1.5.")]
    [InlineData("ACME.FIELD.SECONDS", "1,5", "\"1,5\" is not a number such as 30 or 1.5.")]
    [InlineData("ACME.FIELD.FROM", "soon", "\"soon\" is not a date such as 2026-09-01T00:00:00Z.")]
    public void A_value_of_another_type_than_the_field_s_is_refused(string field, string value, string sentence)
        => Assert.Equal(sentence, Assert.Single(Build(new() { Forced = Of(field, value) }).Problems).Message);

    [Fact]
    public void A_master_without_a_model_is_not_described()
    {
        var json = Master.With("\"metadata_model_id\":\"ACME.MODEL.VIDEO\",", "").Replace("\"id\":\"ACME.MODEL.OTHER\",", "", StringComparison.Ordinal);

        Assert.Contains(AssetRepresentation.Build(new(), json, Name, Video, None).Problems, problem => problem.Field == "metadata_model_id");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"metadata\":")]
    [InlineData("null")]
    public void What_is_no_asset_is_said_to_be_none(string json)
        => Assert.ThrowsAny<JsonException>(() => AssetRepresentation.Build(new(), json, Name, Video, None));

    [Theory]
    [InlineData("\"display_value\":\"English\"", "\"display_value\":\"\\uD83D\"")]
    [InlineData("\"parent\":\"EU\"", "\"parent\":\"\\uDE00\"")]
    [InlineData("\"parent\":\"EU\"", "\"\\uD83D\":1")]
    public void Half_a_character_in_the_metadata_is_refused(string part, string other)
        => Assert.ThrowsAny<JsonException>(() => AssetRepresentation.Build(new() { Copied = ["LANGUAGES", "ACME.FIELD.REGION"] }, Master.With(part, other), Name, Video, None));

    [Fact]
    public void Whatever_stands_in_the_metadata_it_is_described_or_refused()
        => Prop.ForAll(Broken(), json =>
        {
            try
            {
                return AssetRepresentation.Build(new() { Copied = ["LANGUAGES", "ACME.FIELD.REGION", "ACME.TABLE.HALLS", "ACME.FIELD.SECONDS"], Updates = [new("ACME.FIELD.FROM", "version")] }, json, Name, Video, None)
                    is { Json: { } built } ? JsonNode.Parse(built) is JsonObject : true;
            }
            catch (JsonException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();

    /// <summary>Metadata with pieces of it put in other places.</summary>
    private static Arbitrary<string> Broken()
        => (from pieces in Gen.Choose(1, 3).SelectMany(count => (from at in Gen.Choose(0, Master.Json.Length - 1)
                                                                 from length in Gen.Choose(0, 30)
                                                                 from other in Gen.Elements("", "null", "[]", "{}", "1", "\"x\"", "\"value\":", "\"values\":[", ",", "}", "]}")
                                                                 select (at, length, other)).ArrayOf(count))
            select pieces.Aggregate(Master.Json, (json, piece) => piece.at >= json.Length ? json : json.Remove(piece.at, Math.Min(piece.length, json.Length - piece.at)).Insert(piece.at, piece.other))).ToArbitrary();

    [Fact]
    public void A_text_that_two_values_are_displayed_by_stands_for_none_of_them()
    {
        var domain = new LookupDomain("LANGUAGES", [new("IT", "Italian"), new("ITA", "Italian"), new("de", "German"), new("DE", "German (formal)")]);

        Assert.Null(domain.Find("Italian"));
        Assert.Equal("IT", domain.Find("it")!.Value);
        Assert.Equal("de", domain.Find("de")!.Value);
        Assert.Null(domain.Find("De"));
    }

    [Fact]
    public void Metadata_that_is_nested_without_end_is_refused()
    {
        var json = string.Concat(Enumerable.Repeat("""{"metadata_element_list":[""", 28)) + string.Concat(Enumerable.Repeat("]}", 28));

        Assert.ThrowsAny<JsonException>(() => AssetRepresentation.Build(new(), $$"""{"metadata":{{json}}}""", Name, Video, None));
    }

    private static readonly Dictionary<string, LookupDomain?> None = [];

    private static AssetRepresentation Build(FieldMappings mappings, IReadOnlyDictionary<string, LookupDomain?>? domains = null)
        => AssetRepresentation.Build(mappings, Master.Json, Name, Video, domains ?? None);

    private static Dictionary<string, LookupDomain?> Of(LookupDomain languages) => new() { ["LANGUAGES"] = languages };

    private static Dictionary<string, IReadOnlyList<string>> Of(string field, string value) => new() { [field] = [value] };

    private static IEnumerable<JsonNode> Elements(AssetRepresentation built)
        => JsonNode.Parse(built.Json!)!["asset_resource"]!["asset"]!["metadata"]!["metadata_element_list"]!.AsArray().Select(element => element!);

    private static JsonNode Element(AssetRepresentation built, string field) => Elements(built).Single(element => (string?)element["id"] == field);

    private static JsonNode Inner(AssetRepresentation built, string field) => Element(built, field)["value"]!["value"]!;

    private static List<string> Texts(AssetRepresentation built, string field) => Texts(Element(built, field));

    private static List<string> Texts(JsonNode element)
    {
        using var text = JsonDocument.Parse(element.ToJsonString());
        return FieldValue.Read(text.RootElement.GetProperty("value")) is { } value ? [value.Text] : [];
    }
}
