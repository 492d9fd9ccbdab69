using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Reelway.Scaling.Fields;

/// <summary>A field as it is to be written.</summary>
/// <param name="Values">Rows of a table's column, null for an empty cell; of a plain field one, or none where it is emptied.</param>
internal sealed record WrittenField(string Id, bool IsColumn, IReadOnlyList<FieldValue?> Values);

/// <summary>The write form: a flat list of fields, whatever categories and tables they stand in.</summary>
internal static class RepresentationText
{
    // The text goes into a part of a request, never into a page: letters stay as they are.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(MasterAsset master, IEnumerable<WrittenField> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("asset_resource");
            writer.WriteStartObject("asset");
            writer.WriteString("metadata_model_id", master.Model);
            writer.WriteStartArray("security_policy_list");
            foreach (var policy in master.Policies)
            {
                writer.WriteStartObject();
                writer.WritePropertyName("id");
                policy.WriteTo(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartObject("metadata");
            writer.WriteStartArray("metadata_element_list");
            foreach (var field in fields)
            {
                Write(writer, field);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, WrittenField field)
    {
        writer.WriteStartObject();
        writer.WriteString("id", field.Id);
        writer.WriteString("type", field.IsColumn ? "com.artesia.metadata.MetadataTableField" : "com.artesia.metadata.MetadataField");
        if (field.IsColumn)
        {
            writer.WriteStartArray("values");
            foreach (var value in field.Values)
            {
                writer.WriteStartObject();
                WriteValue(writer, value, inTable: true);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
        else if (field.Values is [{ } one])
        {
            writer.WriteStartObject("value");
            WriteValue(writer, one, inTable: false);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("value");
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, FieldValue? value, bool inTable)
    {
        writer.WritePropertyName("value");
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            value.Write(writer, inTable);
        }
    }
}
