using System.Text.Json;
using Reelway.Connectors.OpenText;

namespace Reelway.Connectors.Tests.OpenText;

public sealed class DamItemTests
{
    private const string Asset = """
        {"asset_id":"a1","original_asset_id":"o1","version":3,"latest_version":false,"name":"spot 30s.mp4","mime_type":"video/mp4","content_type":"VIDEO","content_size":7,
         "deleted":false,"date_imported":"2026-01-11T20:56:26Z","import_job_id":5776,
         "master_content_info":{"content_size":95873,"content_checksum":"2A31DEFCF7AD2FEB7C557ACB068A5C22"},
         "metadata":{"type":"com.artesia.metadata.MetadataModel","id":"M","metadata_element_list":[
          {"type":"com.artesia.metadata.MetadataCategory","id":"ONE","metadata_element_list":[
           {"id":"ACME.FIELD.TEXT","value":{"domain_value":false,"value":{"type":"string","value":" Summer, spot "}}}]},
          {"type":"com.artesia.metadata.MetadataCategory","id":"TWO","metadata_element_list":[
           {"id":"MAIN_LANGUAGES","value":{"domain_value":true,"value":{"type":"com.artesia.metadata.DomainValue","display_value":"English","field_value":{"type":"string","value":"EN"}}}},
           {"id":"CASCADING","value":{"cascading_domain_value":true,"value":{"type":"com.artesia.metadata.CascadingDomainValue","display_value":"Nut Bar","field_value":{"type":"string","value":"NUT"}}}},
           {"id":"YEAR","value":{"value":{"type":"int","value":2026}}},
           {"id":"ABSENT"},{"id":"EMPTY","value":{"domain_value":false,"is_locked":false}},{"id":"CLEARED","value":null},
           {"type":"com.artesia.metadata.MetadataTable","id":"TABLE","metadata_element_list":[
            {"id":"MARKET","values":[{"value":{"display_value":"Italy","field_value":{"type":"string","value":"IT"}}},{},{"value":{"type":"string","value":"Hall, Part 2"}}]}]}]}]}}
        """;

    private static DamItem Item => DamItem.From(JsonDocument.Parse(Asset).RootElement)!;

    [Theory]
    [InlineData("ACME.FIELD.TEXT", " Summer, spot ")]
    [InlineData("MAIN_LANGUAGES", "EN")]
    [InlineData("CASCADING", "NUT")]
    [InlineData("YEAR", "2026")]
    [InlineData("MARKET", "IT")]
    [InlineData("ABSENT", null)]
    [InlineData("EMPTY", null)]
    [InlineData("CLEARED", null)]
    [InlineData("UNKNOWN", null)]
    [InlineData("TWO", null)]
    public void A_field_has_its_code_in_whatever_category_it_stands(string field, string? value) => Assert.Equal(value, Item.Field(field));

    [Fact]
    public void A_column_has_a_value_for_each_row_and_lists_stay_lists()
        => Assert.Equal(["IT", null, "Hall, Part 2"], Item.Fields("MARKET"));

    [Fact]
    public void What_an_asset_says_about_itself_and_its_file_is_read()
    {
        var item = Item;

        Assert.Equal(("a1", "o1", 3, false), (item.Id, item.OriginalId, item.Version, item.IsLatest));
        Assert.Equal((95873, "2A31DEFCF7AD2FEB7C557ACB068A5C22", "5776"), (item.Size, item.Checksum, item.ImportJobId));
        Assert.Equal(("video/mp4", "VIDEO", false), (item.MimeType, item.ContentType, item.IsFolder));
        Assert.Equal(new DateTimeOffset(2026, 1, 11, 20, 56, 26, TimeSpan.Zero), item.ImportedAt);
    }

    [Fact]
    public void A_container_is_a_folder_and_what_has_no_id_is_nothing()
    {
        Assert.True(DamItem.From(JsonDocument.Parse("""{"asset_id":"f","name":"C","container_type_id":"ARTESIA.BASIC.FOLDER"}""").RootElement)!.IsFolder);
        Assert.Null(DamItem.From(JsonDocument.Parse("""{"name":"C"}""").RootElement));
        Assert.Null(DamItem.From(JsonDocument.Parse("[]").RootElement));
    }

    [Fact]
    public void It_is_the_same_after_a_way_through_JSON_with_all_that_was_received()
    {
        var back = JsonSerializer.Deserialize<DamItem>(JsonSerializer.Serialize(Item))!;

        Assert.Equal(Item, back);
        Assert.Equal("EN", back.Field("MAIN_LANGUAGES"));
        Assert.Equal(JsonDocument.Parse(Asset).RootElement.GetRawText(), back.Json);
    }
}
