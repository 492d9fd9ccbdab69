using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Control;

namespace Reelway.Sandbox.Box;

/// <summary>What people do at Box itself: the endpoints below <c>/_sandbox/box</c>.</summary>
internal sealed class BoxControl(BoxWorld world, BoxFileEndpoints files, BoxDeliveries deliveries, BoxAccount account)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/config", () => TypedResults.Text(account.ConfigFile().ToJsonString(SandboxJson.Readable), "application/json"));
        routes.MapPut("/signature-keys", Task<IResult> (HttpContext http) => SandboxJson.AcceptAsync<BoxSignatureKeys>(http, keys => deliveries.Keys = (keys.Primary, keys.Secondary)));
        routes.MapPost("/folders", Task<IResult> (HttpContext http) => MadeAsync(http, async () =>
        {
            var wanted = await SandboxJson.ReadAsync<NewBoxFolder>(http);
            return CreateFolder(wanted.Name, wanted.ParentId ?? BoxWorld.AllFiles, wanted.IsInvited);
        }));
        routes.MapPut("/files/{folder}/{name}", (string folder, string name, HttpContext http) => MadeAsync(http, () => PutAsync(folder, name, http.Request.Body, http.RequestAborted)));
        routes.MapPatch("/items/{id}", (string id, HttpContext http) => MadeAsync(http, async () =>
        {
            var change = await SandboxJson.ReadAsync<BoxChange>(http);
            Change(id, change);
            return change;
        }));
        routes.MapDelete("/items/{id}", (string id, HttpContext http) => MadeAsync(http, () =>
        {
            world.Remove(Item(id));
            return Task.FromResult(new BoxChange());
        }));
        routes.MapGet("/files/{id}/content", (string id, HttpContext http) => CopyAsync(id, http.Response.Body, http.RequestAborted));
    }

    public SandboxBoxFolder CreateFolder(string name, string parentId, bool isInvited)
    {
        var made = world.AddFolder(Folder(parentId), name, BoxUser.Agency, isInvited);
        return new SandboxBoxFolder(made.Id, made.Name, parentId, isInvited);
    }

    public async Task<SandboxBoxFile> PutAsync(string folderId, string name, Stream content, CancellationToken cancellation)
    {
        var folder = Folder(folderId);
        var stored = BoxContent.Of(await BoxPiece.StoreAsync(content, world.NewFile(), cancellation));
        var file = world.Find(folder.Id, name);
        if (file is { IsFolder: false })
        {
            world.AddVersion(file, stored, BoxUser.Agency);
            deliveries.AnnounceVersion(file, BoxUser.Agency);
            return Seen(file);
        }

        file = world.AddFile(folder, name, stored, BoxUser.Agency);
        deliveries.Announce("FILE.UPLOADED", file, BoxUser.Agency);
        return Seen(file);
    }

    public void Change(string id, BoxChange change)
    {
        var item = Item(id);
        var before = item.ParentId;
        world.Change(item, change.Name, change.ParentId is { } parent ? Folder(parent) : null, BoxUser.Agency);
        if (!item.IsFolder)
        {
            files.Announce(item, change.Name is not null, before, BoxUser.Agency);
        }
    }

    public BoxItem Item(string id) => world.Items.FirstOrDefault(item => item.Id == id) ?? throw BoxException.NotFound();

    public Task CopyAsync(string fileId, Stream to, CancellationToken cancellation)
        => world.Get(fileId, isFolder: false, BoxUser.Agency).Content is { } content ? content.CopyAsync(to, 0, content.Bytes, cancellation) : throw BoxException.NotFound();

    public static SandboxBoxFile Seen(BoxItem item) => new(
        item.Id, item.Name, item.ParentId!, item.Content!.Bytes, item.Content.Sha1, item.VersionId, item.ModifiedBy.Login,
        new SortedDictionary<string, string>(item.Metadata.Values.SelectMany(instance => instance.Values).ToDictionary(pair => pair.Key, pair => pair.Value), StringComparer.Ordinal));

    private BoxItem Folder(string id) => world.Get(id, isFolder: true, BoxUser.Agency);

    private static async Task<IResult> MadeAsync<T>(HttpContext http, Func<Task<T>> make)
    {
        try
        {
            return TypedResults.Json(await make(), SandboxJson.Strict, statusCode: StatusCodes.Status201Created);
        }
        catch (BoxException refusal)
        {
            return TypedResults.Problem($"{refusal.Message} [{refusal.Code}].", statusCode: refusal.Status);
        }
        catch (System.Text.Json.JsonException problem)
        {
            return Problems.BadRequest(SandboxJson.Sentence(problem));
        }
    }
}

/// <summary>A file as the stand-in keeps it.</summary>
/// <param name="By">Login of who changed it last.</param>
/// <param name="Properties">Its metadata.</param>
public sealed record SandboxBoxFile(string Id, string Name, string FolderId, long Bytes, string Sha1, string VersionId, string By, IReadOnlyDictionary<string, string> Properties);

/// <summary>A folder as the stand-in keeps it.</summary>
/// <param name="IsInvited">Whether the service account is invited to it.</param>
public sealed record SandboxBoxFolder(string Id, string Name, string ParentId, bool IsInvited);

/// <summary>A folder to be made; <c>POST /_sandbox/box/folders</c>.</summary>
internal sealed record NewBoxFolder(string Name, string? ParentId = null, bool IsInvited = false);

/// <summary>Another name, another place, or both; <c>PATCH /_sandbox/box/items/{id}</c>.</summary>
internal sealed record BoxChange(string? Name = null, string? ParentId = null);

/// <summary>Keys that events are signed with; <c>PUT /_sandbox/box/signature-keys</c>.</summary>
internal sealed record BoxSignatureKeys(string? Primary = null, string? Secondary = null);
