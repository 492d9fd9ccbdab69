using System.Text;

namespace Reelway.Connectors;

/// <summary>A form in parts, as a browser sends one with a file.</summary>
internal static class FormParts
{
    public static MultipartFormDataContent Of(IEnumerable<(string Name, string Value)> fields, string fileField, HttpContent? file)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            var part = new StringContent(value, Encoding.UTF8);
            // Form fields have no type of their own in a browser's request either; some parsers take typed ones for files.
            part.Headers.ContentType = null;
            form.Add(part, $"\"{name}\"");
        }

        if (file is not null)
        {
            form.Add(file, $"\"{fileField}\"", "\"chunk\"");
        }

        return form;
    }
}
