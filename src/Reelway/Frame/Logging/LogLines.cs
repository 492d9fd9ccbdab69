using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Reelway.Frame.Logging;

/// <summary>Writes entries as lines, each ended.</summary>
/// <param name="process">What this process is, for logs that several write: <c>serve[4711]</c>. Null leaves it out.</param>
internal sealed class LogLines(LogFormat format, string? process)
{
    // Read by people and by log collectors, never by a browser.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The entry as text.</summary>
    /// <param name="withStack">True to tell where a failure comes from, too.</param>
    public string Text(LogEntry entry, bool withStack) => format == LogFormat.Json ? AsJson(entry, withStack) : AsText(entry, withStack);

    private static string Time(LogEntry entry)
        => entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private string AsText(LogEntry entry, bool withStack)
    {
        // What failed must catch the eye.
        var word = entry.Level >= LogLevel.Error ? "ERROR" : entry.Word.PadRight("ERROR".Length);
        var line = new StringBuilder(Time(entry)).Append(' ').Append(word).Append(' ');
        if (process is not null)
        {
            line.Append(process).Append(' ');
        }

        line.Append(entry.Source).Append(": ").Append(entry.Message);
        if (entry.Failure is not null)
        {
            line.Append(" <- ").Append(entry.Failure);
        }

        line.Append('\n');
        foreach (var frame in withStack && entry.Stack is not null ? entry.Stack.Split('\n') : [])
        {
            line.Append("    ").Append(frame.TrimStart()).Append('\n');
        }

        return line.ToString();
    }

    private string AsJson(LogEntry entry, bool withStack)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            json.WriteString("time", Time(entry));
            json.WriteString("level", entry.Word);
            WriteWhenSet(json, "process", process);
            json.WriteString("source", entry.Source);
            json.WriteNumber("event", entry.Event);
            json.WriteString("message", entry.Message);
            WriteValues(json, entry);
            WriteWhenSet(json, "failure", entry.Failure);
            WriteWhenSet(json, "stack", withStack ? entry.Stack : null);
            if (entry.TraceId != default)
            {
                json.WriteString("traceId", entry.TraceId.ToHexString());
                json.WriteString("spanId", entry.SpanId.ToHexString());
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + '\n';
    }

    private static void WriteValues(Utf8JsonWriter json, LogEntry entry)
    {
        if (entry.Values.Count == 0)
        {
            return;
        }

        json.WriteStartObject("values");
        foreach (var (name, value) in entry.Values)
        {
            switch (value)
            {
                case bool yes:
                    json.WriteBoolean(name, yes);
                    break;
                case int number:
                    json.WriteNumber(name, number);
                    break;
                case long number:
                    json.WriteNumber(name, number);
                    break;
                // JSON has no word for infinity.
                case double number when double.IsFinite(number):
                    json.WriteNumber(name, number);
                    break;
                default:
                    json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                    break;
            }
        }

        json.WriteEndObject();
    }

    private static void WriteWhenSet(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
