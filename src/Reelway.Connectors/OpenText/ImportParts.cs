using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Reelway.Connectors.OpenText;

/// <summary>The parts of an import. Names are sent as they are, in UTF-8: the runtime would encode them, and they would no longer be those of the manifest.</summary>
internal static class ImportParts
{
    /// <summary>What can't be sent about a file's name; null when it can.</summary>
    public static string? ProblemOf(string fileName)
    {
        for (var at = 0; at < fileName.Length; at++)
        {
            // A quotation mark ends the name in a part's header, and what servers make of an escaped one differs.
            if (fileName[at] is '"' or '\\' or '/' || char.IsControl(fileName[at]))
            {
                return $"its name has {Describe(fileName[at])} at position {(at + 1).ToString(CultureInfo.InvariantCulture)}, which can't be sent; rename it";
            }
        }

        return fileName.Length == 0 ? "its name is empty; rename it" : null;
    }

    public static MultipartContent Of(DamImport import, HttpContent file)
    {
        var manifest = new UploadManifest(new ManifestFiles([new ManifestEntry(new ManifestFile(import.FileName, import.ContentType))]));
        var form = new MultipartContent("form-data") { HeaderEncodingSelector = static (_, _) => Encoding.UTF8 };
        Add(form, "name=\"parent_folder_id\"", new StringContent(import.FolderId, Encoding.UTF8), contentType: null);
        Add(form, "name=\"asset_representation\"", new StringContent(import.Representation, Encoding.UTF8), "application/json");
        Add(form, "name=\"manifest\"", new StringContent(JsonSerializer.Serialize(manifest, OpenTextJson.Default.UploadManifest), Encoding.UTF8), "application/json");
        Add(form, $"name=\"files\"; filename=\"{import.FileName}\"", file, import.ContentType);
        return form;
    }

    private static void Add(MultipartContent form, string disposition, HttpContent part, string? contentType)
    {
        part.Headers.ContentType = contentType is not null && MediaTypeHeaderValue.TryParse(contentType, out var type) ? type : null;
        part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; {disposition}");
        form.Add(part);
    }

    private static string Describe(char letter) => char.IsControl(letter) ? $"the control character U+{(int)letter:X4}" : $"the character {letter}";
}
