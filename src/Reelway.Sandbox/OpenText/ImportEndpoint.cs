using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Reelway.Sandbox.OpenText;

/// <summary>Takes a file that is to become an asset. Part and file names are read as they were sent, in UTF-8: an encoded one is another name.</summary>
internal sealed partial class ImportEndpoint(DamWorld world, DamWriting writing)
{
    private const int LargestText = 4 * 1024 * 1024;

    public async Task<JsonObject> TakeAsync(HttpContext http)
    {
        var parts = new ImportParts();
        try
        {
            await ReadAsync(http, parts);
            lock (world.Lock)
            {
                return new JsonObject { ["job_handle"] = new JsonObject { ["job_id"] = Import(parts).Id } };
            }
        }
        catch (OpenTextException)
        {
            if (parts.File is { } file)
            {
                File.Delete(file);
            }

            throw;
        }
    }

    private DamJob Import(ImportParts parts)
    {
        var folder = world.Get(parts.Texts.GetValueOrDefault("parent_folder_id") ?? throw Missing("parent_folder_id"), isFolder: true);
        var asset = Json(parts, "asset_representation")["asset_resource"]?["asset"] ?? throw OpenTextException.BadRequest("asset_representation has no asset.");
        if (string.IsNullOrEmpty(DamWriting.Text(asset["metadata_model_id"])))
        {
            throw OpenTextException.BadRequest("asset_representation names no metadata_model_id.");
        }

        var named = (Json(parts, "manifest")["upload_manifest"]?["master_files"] as JsonArray)?.FirstOrDefault()?["file"];
        if (parts.File is null || parts.FileName is not { Length: > 0 } name)
        {
            throw Missing("files");
        }

        if (DamWriting.Text(named?["file_name"]) != name)
        {
            throw OpenTextException.Business("MANIFEST_MISMATCH", $"The file \"{name}\" is not in the manifest, which names \"{DamWriting.Text(named?["file_name"])}\".");
        }

        var fields = asset["metadata"]?["metadata_element_list"] is JsonArray elements ? writing.Read(elements, isFolder: false) : [];
        return world.Import(folder, name, DamWriting.Text(named?["file_type"]) ?? "application/octet-stream", new DamContent(parts.File, parts.Md5), fields);
    }

    private async Task ReadAsync(HttpContext http, ImportParts parts)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
        {
            throw OpenTextException.BadRequest("An import is sent as multipart/form-data.");
        }

        var reader = new MultipartReader(boundary, http.Request.Body);
        while (await reader.ReadNextSectionAsync(http.RequestAborted) is { } section)
        {
            var disposition = section.Headers?["Content-Disposition"].ToString() ?? "";
            if (Parameter(disposition, "name") is not { } name)
            {
                throw OpenTextException.BadRequest("A part has no name.");
            }

            if (name == "files")
            {
                parts.FileName = Parameter(disposition, "filename");
                await StoreAsync(section.Body, parts, http.RequestAborted);
            }
            else
            {
                parts.Texts[name] = await TextAsync(section.Body, http.RequestAborted);
            }
        }
    }

    private async Task StoreAsync(Stream body, ImportParts parts, CancellationToken cancellation)
    {
        parts.File = world.NewFile();
#pragma warning disable CA5351 // The digest that the real one names.
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        await using var output = new FileStream(parts.File, FileMode.CreateNew, FileAccess.Write);
        var buffer = new byte[128 * 1024];
        int count;
        while ((count = await body.ReadAsync(buffer, cancellation)) > 0)
        {
            md5.AppendData(buffer, 0, count);
            await output.WriteAsync(buffer.AsMemory(0, count), cancellation);
        }

        parts.Md5 = Convert.ToHexStringLower(md5.GetHashAndReset());
    }

    private static async Task<string> TextAsync(Stream body, CancellationToken cancellation)
    {
        using var reader = new StreamReader(body);
        var text = await reader.ReadToEndAsync(cancellation);
        return text.Length <= LargestText ? text : throw OpenTextException.BadRequest("A part is too long.");
    }

    private static JsonObject Json(ImportParts parts, string name)
    {
        try
        {
            return JsonNode.Parse(parts.Texts.GetValueOrDefault(name) ?? throw Missing(name)) as JsonObject ?? throw OpenTextException.BadRequest($"{name} is not a JSON object.");
        }
        catch (JsonException problem)
        {
            throw OpenTextException.BadRequest($"{name} could not be read: {problem.Message}");
        }
    }

    private static OpenTextException Missing(string part) => OpenTextException.BadRequest($"The part {part} is missing.");

    private static string? Parameter(string disposition, string name)
        => Quoted().Matches(disposition).FirstOrDefault(match => match.Groups[1].Value == name) is not { } found ? null
            : found.Groups[2].Success ? found.Groups[2].Value : found.Groups[3].Value;

    [GeneratedRegex("""(?<=;\s*)([A-Za-z*]+)=(?:"([^"]*)"|([^;"\s]+))""", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();

    private sealed class ImportParts
    {
        public Dictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

        public string? FileName { get; set; }

        public string? File { get; set; }

        public string? Md5 { get; set; }
    }
}
