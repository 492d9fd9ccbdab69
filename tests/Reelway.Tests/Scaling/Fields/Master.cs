namespace Reelway.Tests.Scaling.Fields;

/// <summary>A master as the DAM describes it: three categories, one of them with a table and one below another, and fields of every shape.</summary>
internal static class Master
{
    public const string Json = """
        {"asset_resource":{"asset":{"asset_id":"e064571da79c926ee14b0850734b49edf42d0001","name":"spot_30s.mp4","metadata_model_id":"ACME.MODEL.VIDEO",
         "security_policy_list":[{"id":2,"name":"Everybody"},{"id":17}],
         "metadata":{"type":"com.artesia.metadata.MetadataModel","id":"ACME.MODEL.OTHER","metadata_element_list":[
          {"type":"com.artesia.metadata.MetadataCategory","id":"ACME.CATEGORY.INFO","metadata_element_list":[
           {"type":"com.artesia.metadata.MetadataField","id":"ACME.FIELD.ASSET NAME","value":{"cascading_domain_value":false,"domain_value":false,"is_locked":true,"value":{"type":"string","value":"spot_30s.mp4"}}},
           {"type":"com.artesia.metadata.MetadataField","id":"LANGUAGES","value":{"domain_value":true,"value":{"type":"com.artesia.metadata.DomainValue","display_value":"English","field_value":{"type":"string","value":"EN"}}}},
           {"type":"com.artesia.metadata.MetadataField","id":"ACME.FIELD.SECONDS","value":{"value":{"type":"number","value":30.50}}},
           {"type":"com.artesia.metadata.MetadataField","id":"ACME.FIELD.FROM","value":{"value":{"type":"datetime","value":"2026-09-01T00:00:00Z"}}},
           {"type":"com.artesia.metadata.MetadataField","id":"ACME.FIELD.EMPTY","value":{"cascading_domain_value":false,"domain_value":false}},
           {"type":"com.artesia.metadata.MetadataField","id":"ACME.FIELD.ABSENT"}]},
          {"type":"com.artesia.metadata.MetadataCategory","id":"ACME.CATEGORY.MARKET","metadata_element_list":[
           {"type":"com.artesia.metadata.MetadataCategory","id":"ACME.CATEGORY.DEEPER","metadata_element_list":[
            {"type":"com.artesia.metadata.MetadataField","id":"ACME.FIELD.AGENCY","value":{"value":{"type":"string","value":"Studio „Žluť“ <1>"}}}]},
           {"type":"com.artesia.metadata.MetadataField","id":"ACME.FIELD.REGION","value":{"cascading_domain_value":true,"domain_value":true,"value":{"type":"com.artesia.metadata.CascadingDomainValue","display_value":"Europe > Italy","field_value":{"type":"string","value":"EU^IT"},"parent":"EU"}}},
           {"type":"com.artesia.metadata.MetadataTable","id":"ACME.TABLE.HALLS","metadata_element_list":[
            {"type":"com.artesia.metadata.MetadataTableField","id":"ACME.COLUMN.HALL","values":[{"value":{"type":"string","value":"Hall, Part 2"}},{},{"value":{"type":"string","value":"Foyer"}}]},
            {"type":"com.artesia.metadata.MetadataTableField","id":"ACME.COLUMN.COUNTRY","values":[{"value":{"display_value":"Italy ","field_value":{"type":"string","value":"IT "}}},{"value":{"display_value":"France","field_value":{"type":"string","value":"FR"}}},{"value":null}]}]}]}]}}}}
        """;

    /// <summary>The same with another text in a place.</summary>
    public static string With(string part, string other)
    {
        Assert.Contains(part, Json, StringComparison.Ordinal);
        return Json.Replace(part, other, StringComparison.Ordinal);
    }
}
