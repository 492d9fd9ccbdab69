using System.Text;

namespace Reelway.Connectors.Box;

/// <summary>Folders and files of Box as the application's account sees them. Safe for calls at the same time; fails with <see cref="ConnectorException"/> only.</summary>
/// <remarks>Everything goes by ids: a folder that somebody renames stays the same folder, and its old name is never made again.</remarks>
public sealed partial class BoxFiles : IDisposable
{
    private const int PageSize = 1000;

    // Far beyond the files of a campaign; a listing without end must not hold a run for ever.
    private const int MostPages = 1000;

    private const string FileFields = "fields=id,type,name,size,sha1,file_version,parent,path_collection,created_by,modified_by";

    private readonly BoxOptions _options;
    private readonly BoxClient _client;
    private readonly RecentlyMade _made;

    private BoxFiles(BoxOptions options, ConnectorHttp http)
    {
        _options = options;
        _client = new BoxClient(options, http);
        _made = new RecentlyMade(BoxCodes.NotFound, http.Clock);
    }

    /// <summary>The files that a connection with these options reaches.</summary>
    public static BoxFiles Create(BoxOptions options, ConnectorHttp http)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        return new BoxFiles(options, http);
    }

    /// <summary>Id of the account that the application works as: its service account, unless it acts for a user.</summary>
    public async Task<string> WhoAsync(CancellationToken cancellation) => (await AccountAsync(cancellation)).Id!;

    /// <summary>The folder of this name in another one, which is made unless it is there.</summary>
    public async Task<BoxItem> FolderAsync(string parentId, string name, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(parentId);
        EnsureName(name);
        var what = $"make the folder {name} in folder {parentId}";
        var answer = await _made.CallAsync(parentId, () => _client.SendAsync(
            what, HttpMethod.Post, _client.Api("folders"), CallEffect.Repeatable, new NewFolder(name, new ItemId(parentId)), BoxJson.Sent.NewFolder, IsNameInUse, cancellation), cancellation);
        if (answer.IsSuccess)
        {
            var made = ItemOf(_client.Read(answer, BoxJson.Default.ItemReply).Value) is { Kind: BoxItemKind.Folder } folder ? folder : throw _client.Faults.Malformed(answer);
            _made.Add(made.Id);
            return made;
        }

        var there = BoxFaults.ConflictsOf(answer).Select(ItemOf).FirstOrDefault() ?? await LookForAsync(parentId, name, cancellation);
        return there switch
        {
            { Kind: BoxItemKind.Folder } => there,
            null => throw _client.Faults.Own(CallFault.Transient, $"could not {what}: Box says that the name is taken, and lists nothing of this name; it is tried again"),
            _ => throw _client.Faults.Own(
                CallFault.Permanent, $"could not {what}: a {WordFor(there.Kind)} ({there.Id}) has that name; rename or move it", BoxCodes.NameInUse),
        };
    }

    /// <summary>All that lies in a folder, or a fault: a listing that was cut short is never taken for a short one.</summary>
    public async Task<IReadOnlyList<BoxItem>> ListAsync(string folderId, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(folderId);
        var items = new List<BoxItem>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var marker = "";
        for (var page = 0; page < MostPages; page++)
        {
            var path = $"folders/{Uri.EscapeDataString(folderId)}/items?usemarker=true&limit={PageSize}&fields=id,type,name,sha1,size,modified_at"
                + (marker.Length == 0 ? "" : $"&marker={Uri.EscapeDataString(marker)}");
            var (reply, answer) = await _made.CallAsync(folderId, () => _client.ReadAsync($"list folder {folderId}", path, BoxJson.Default.ItemsReply, cancellation), cancellation);
            var entries = reply.Entries ?? throw _client.Faults.Malformed(answer, "the answer has no entries");
            items.AddRange(entries.Select(entry => ItemOf(entry) ?? throw _client.Faults.Malformed(answer, "an entry has no id, type or name")));
            marker = reply.NextMarker ?? "";
            if (marker.Length == 0)
            {
                return reply.TotalCount > items.Count
                    ? throw _client.Faults.Malformed(answer, $"it speaks of {reply.TotalCount} items and shows {items.Count}")
                    : items;
            }

            if (!seen.Add(marker))
            {
                throw _client.Faults.Malformed(answer, "the listing leads back to where it was");
            }
        }

        throw _client.Faults.Own(CallFault.Permanent, $"could not list folder {folderId}: it has more than {MostPages * PageSize} items; use a folder for each campaign");
    }

    /// <summary>The file that has this name in the folder; null when the name is free.</summary>
    /// <exception cref="ConnectorException">A folder has the name, or a file of this size would not be taken.</exception>
    public async Task<BoxFile?> FindAsync(string folderId, string name, long size, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(folderId);
        EnsureName(name);
        var what = $"look for {name} in folder {folderId}";
        var answer = await _made.CallAsync(folderId, () => _client.SendAsync(
            what, HttpMethod.Options, _client.Api("files/content"), CallEffect.None, new NewFile(name, new ItemId(folderId), size), BoxJson.Sent.NewFile, IsNameInUse, cancellation), cancellation);
        return answer.IsSuccess ? null : await ConflictAsync(what, folderId, name, answer, cancellation);
    }

    /// <summary>What Box knows of a file now.</summary>
    public async Task<BoxFile> FileAsync(string id, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        var (reply, answer) = await _made.CallAsync(
            id, () => _client.ReadAsync($"read file {id}", $"files/{Uri.EscapeDataString(id)}?{FileFields}", BoxJson.Default.ItemReply, cancellation), cancellation);
        return FileOf(reply) ?? throw _client.Faults.Malformed(answer);
    }

    /// <summary>Gives a file another name.</summary>
    public Task RenameAsync(string id, string name, CancellationToken cancellation)
    {
        EnsureName(name);
        return ChangeAsync(id, $"name file {id} {name}", new ItemChange(Name: name), cancellation);
    }

    /// <summary>Moves a file into another folder.</summary>
    public Task MoveAsync(string id, string folderId, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(folderId);
        return ChangeAsync(id, $"move file {id} into folder {folderId}", new ItemChange(Parent: new ItemId(folderId)), cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    internal async Task<ItemReply> AccountAsync(CancellationToken cancellation)
    {
        var (reply, answer) = await _client.ReadAsync("ask whom the application works as", "users/me?fields=id,type,name,login", BoxJson.Default.ItemReply, cancellation);
        return reply is { Id.Length: > 0 } ? reply : throw _client.Faults.Malformed(answer);
    }

    internal async Task<ItemReply> ReadFolderAsync(string id, CancellationToken cancellation)
    {
        var (reply, answer) = await _client.ReadAsync($"read folder {id}", $"folders/{Uri.EscapeDataString(id)}?fields=id,type,name", BoxJson.Default.ItemReply, cancellation);
        return reply is { Id.Length: > 0 } ? reply : throw _client.Faults.Malformed(answer);
    }

    private static bool IsNameInUse(HttpAnswer answer) => (int)answer.Status == 409 && BoxFaults.CodeOf(answer) == BoxCodes.NameInUse;

    private static string WordFor(BoxItemKind kind) => kind switch
    {
        BoxItemKind.File => "file",
        BoxItemKind.Folder => "folder",
        _ => "bookmark",
    };

    private static BoxItem? ItemOf(ItemReply? reply) => reply is { Id: { Length: > 0 } id, Name: { } name } && KindOf(reply.Type) is { } kind
        ? new BoxItem(id, kind, name) { Sha1 = reply.Sha1?.ToLowerInvariant(), Size = reply.Size, ModifiedAt = reply.ModifiedAt }
        : null;

    private static BoxItemKind? KindOf(string? type) => type switch
    {
        "file" => BoxItemKind.File,
        "folder" => BoxItemKind.Folder,
        "web_link" => BoxItemKind.WebLink,
        _ => null,
    };

    private static BoxFile? FileOf(ItemReply? reply) => reply is { Type: "file" or null, Id: { Length: > 0 } id, Name: { } name, Size: { } size, Sha1: { Length: > 0 } sha1 }
        ? new BoxFile(id, name, size, sha1.ToLowerInvariant())
        {
            VersionId = reply.FileVersion?.Id,
            ParentId = reply.Parent?.Id,
            Path = [.. reply.PathCollection?.Entries?.Select(entry => entry?.Id).OfType<string>() ?? []],
            CreatedById = reply.CreatedBy?.Id,
            CreatedByLogin = reply.CreatedBy?.Login,
            ModifiedById = reply.ModifiedBy?.Id,
            ModifiedByLogin = reply.ModifiedBy?.Login,
        }
        : null;

    private void EnsureName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (BoxNames.ProblemOf(name) is { } problem)
        {
            throw _client.Faults.Own(CallFault.Permanent, $"the name \"{name}\" {problem}; rename it", BoxCodes.NameRefused);
        }
    }

    /// <summary>What has the name that a call was refused for: a file, or a fault.</summary>
    private async Task<BoxFile> ConflictAsync(string what, string folderId, string name, HttpAnswer answer, CancellationToken cancellation)
    {
        var there = BoxFaults.ConflictsOf(answer).Select(ItemOf).FirstOrDefault() ?? await LookForAsync(folderId, name, cancellation);
        return there switch
        {
            { Kind: BoxItemKind.File } => await FileAsync(there.Id, cancellation),
            null => throw _client.Faults.Own(CallFault.Transient, $"could not {what}: Box says that the name is taken, and lists nothing of this name; it is tried again"),
            _ => throw _client.Faults.Own(
                CallFault.Permanent, $"could not {what}: a {WordFor(there.Kind)} ({there.Id}) has that name; rename or move it", BoxCodes.NameInUse),
        };
    }

    // Box compares without regard to case; two spellings of the same letters are one name to people.
    private async Task<BoxItem?> LookForAsync(string folderId, string name, CancellationToken cancellation)
        => (await ListAsync(folderId, cancellation)).FirstOrDefault(item
            => item.Name.Normalize(NormalizationForm.FormC).Equals(name.Normalize(NormalizationForm.FormC), StringComparison.OrdinalIgnoreCase));

    private async Task ChangeAsync(string id, string what, ItemChange change, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        var answer = await _made.CallAsync(id, () => _client.SendAsync(
            what, HttpMethod.Put, _client.Api($"files/{Uri.EscapeDataString(id)}?fields=id,type,name,parent"), CallEffect.Repeatable, change, BoxJson.Sent.ItemChange, static _ => false, cancellation),
            cancellation);
        if (_client.Read(answer, BoxJson.Default.ItemReply).Value.Id != id)
        {
            throw _client.Faults.Malformed(answer);
        }
    }
}
