using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.Box;

/// <summary>
/// Stand-in for Box with one application of one enterprise: the API at <c>/box/2.0</c>, uploads at <c>/box/api/2.0</c>, tokens at <c>/box/oauth2/token</c>, and what
/// is downloaded at another host. What happens in a folder that a webhook watches is delivered, the application's own uploads included.
/// </summary>
public sealed class BoxSandbox : SandboxResident<BoxSettings>, IDisposable
{
    private readonly BoxSandboxOptions _options;
    private readonly BoxWorld _world;
    private readonly BoxAccount _account;
    private readonly BoxTokens _tokens;
    private readonly BoxTokenEndpoint _token;
    private readonly BoxQuota _quota;
    private readonly BoxFileEndpoints _files;
    private readonly BoxWebhookEndpoints _webhooks;
    private readonly BoxDeliveries _deliveries;
    private readonly BoxControl _control;
    private readonly BoxRoutes _routes;

    internal BoxSandbox(SandboxGround ground)
        : base("box", ground.Options.Box.Settings)
    {
        var time = ground.Time;
        DateTimeOffset Now() => time.GetUtcNow().AddSeconds(Settings.ClockAheadSeconds);
        _options = ground.Options.Box;
        _world = new BoxWorld(_options, ground.FolderOf(Name), () => Settings, time);
        _account = new BoxAccount(_options);
        _tokens = new BoxTokens(time);
        _token = new BoxTokenEndpoint(_options, _account, _tokens, Now);
        _quota = new BoxQuota(() => Settings, time);
        _webhooks = new BoxWebhookEndpoints(_world, time);
        var orders = new BoxOrders(() => Settings, settings => Settings = settings);
        _deliveries = new BoxDeliveries(_world, _webhooks, orders, time, ground.Stopping) { Keys = (_options.PrimaryKey, _options.SecondaryKey) };
        var folders = new BoxFolderEndpoints(_world);
        _files = new BoxFileEndpoints(_world, folders, _deliveries);
        _control = new BoxControl(_world, _files, _deliveries, _account);
        _routes = new BoxRoutes(
            _tokens, _quota, Now, _token, folders, _files, new BoxUploadEndpoints(_world, _deliveries), new BoxSessionEndpoints(_world, _deliveries, orders, time), new BoxMetadataEndpoints(_world), _webhooks);
    }

    /// <summary>All files, by their ids.</summary>
    public IReadOnlyList<SandboxBoxFile> Files => [.. _world.Items.Where(item => !item.IsFolder).Select(BoxControl.Seen)];

    /// <summary>All folders but the root.</summary>
    public IReadOnlyList<SandboxBoxFolder> Folders => [.. _world.Items.Where(item => item.IsFolder).Select(item => new SandboxBoxFolder(item.Id, item.Name, item.ParentId!, item.IsInvited))];

    public IReadOnlyList<SandboxBoxWebhook> Webhooks => _webhooks.All;

    /// <summary>Every attempt to deliver an event, oldest first.</summary>
    public Journal<SandboxBoxDelivery> Deliveries => _deliveries.Sent;

    /// <summary>Uploads in parts under way, with how many parts each has.</summary>
    public IReadOnlyList<(string Name, int Parts)> Uploads => [.. _world.Sessions.Select(session => (session.Name, session.Parts.Count))];

    /// <summary>Tokens given out so far.</summary>
    public int TokensIssued => _tokens.Issued;

    /// <summary>Keys that events are signed with; null for one that is not set.</summary>
    public (string? Primary, string? Secondary) SignatureKeys
    {
        get => _deliveries.Keys;
        set => _deliveries.Keys = value;
    }

    /// <summary>Parts and files may be large.</summary>
    internal override long LargestBodyBytes => 5L * 1024 * 1024 * 1024;

    internal override object State => new { Folders, Files, Webhooks, Uploads = _world.Sessions.Select(session => new { session.Name, session.FolderId, session.Bytes, Parts = session.Parts.Count }), Deliveries = Deliveries.Entries };

    /// <summary>The application's settings as the developer console lets them be downloaded, JSON.</summary>
    public string ConfigFile() => _account.ConfigFile().ToJsonString(SandboxJson.Readable);

    /// <summary>Makes all tokens useless from now on.</summary>
    public void ExpireTokens() => _tokens.ExpireAll();

    /// <summary>Makes a folder as somebody of an agency.</summary>
    /// <param name="isInvited">Whether the service account is invited to it.</param>
    public SandboxBoxFolder CreateFolder(string name, string? parentId = null, bool isInvited = false) => _control.CreateFolder(name, parentId ?? BoxWorld.AllFiles, isInvited);

    /// <summary>Puts a file into a folder, or a new version where it has one of this name, as somebody of an agency: webhooks are told.</summary>
    public Task<SandboxBoxFile> PutAsync(string folderId, string name, Stream content, CancellationToken cancellation) => _control.PutAsync(folderId, name, content, cancellation);

    /// <summary>Gives a file or folder another name or place, as somebody of an agency.</summary>
    public void Change(string id, string? name = null, string? parentId = null) => _control.Change(id, new BoxChange(name, parentId));

    /// <summary>Removes a file or folder, as somebody of an agency.</summary>
    public void Remove(string id) => _world.Remove(_control.Item(id));

    /// <summary>The content of a file.</summary>
    public async Task<byte[]> ReadAsync(string fileId, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        await _control.CopyAsync(fileId, content, cancellation);
        return content.ToArray();
    }

    internal override SampleConnection Connection(Uri sandbox) => new(
        "box",
        "connector: box",
        "grant: client_credentials",
        $"enterprise_id: \"{_options.EnterpriseId}\"",
        $"client_id: {_options.ClientId}",
        $"client_secret: {_options.ClientSecret}",
        $"root_folder_id: \"{_options.RootFolderId}\"",
        $"api_url: {sandbox}box/2.0",
        $"upload_url: {sandbox}box/api/2.0",
        $"token_url: {sandbox}box/oauth2/token")
    {
        Notes =
        [
            $"Box: PUT {sandbox}_sandbox/box/files/{_options.RootFolderId}/NAME puts a file there as an agency does, and its webhook is delivered.",
            $"With grant: jwt, {sandbox}_sandbox/box/config is the JSON file of the application (each start makes another key): save it and name it as config_file.",
        ],
    };

    internal override void Map(IEndpointRouteBuilder routes) => _routes.Map(routes);

    internal override void MapControl(IEndpointRouteBuilder routes)
    {
        base.MapControl(routes);
        _control.Map(routes);
    }

    internal override IReadOnlyList<StateTable> Tables()
    {
        var folders = Folders.ToDictionary(folder => folder.Id, folder => folder.Name);
        return
        [
            new("Files at Box", ["Folder", "Name", "Bytes", "SHA-1", "By"], [.. Files.Select(file => new StateRow(
                folders.GetValueOrDefault(file.FolderId, file.FolderId), new StateCell(file.Name, $"/_sandbox/box/files/{file.Id}/content"), file.Bytes.ToString("N0", CultureInfo.InvariantCulture), file.Sha1, file.By))]),
            new("Webhooks at Box", ["Id", "Folder", "Address", "Triggers"], [.. Webhooks.Select(webhook => new StateRow(
                webhook.Id, folders.GetValueOrDefault(webhook.TargetId, webhook.TargetId), webhook.Address.ToString(), string.Join(", ", webhook.Triggers)))]),
            new("Deliveries of Box", ["Time", "To", "Event", "Attempt", "Answer"], [.. Deliveries.Entries.Reverse().Select(sent => new StateRow(
                sent.At, sent.Address.ToString(), sent.EventId, sent.Attempt, $"{sent.Status} {sent.Answer}"))]),
        ];
    }

    internal override void Reset()
    {
        _world.Reset();
        _tokens.Reset();
        _token.Reset();
        _quota.Reset();
        _files.Reset();
        _webhooks.Reset();
        _deliveries.Reset();
        _deliveries.Keys = (_options.PrimaryKey, _options.SecondaryKey);
        base.Reset();
    }

    // What is uploaded is read by its endpoint, in the order in which it comes.
    internal override ValueTask<RequestContent> ReadAsync(HttpContext context) => ValueTask.FromResult(new RequestContent(RequestContent.QueryOf(context), ""));

    internal override Task AnswerAsync(HttpContext context, SandboxFault fault)
    {
        switch (fault.Effect)
        {
            case FaultEffect.ExpireToken:
                _tokens.Expire(context.Request);
                return BoxException.Unauthorized().WriteAsync(context);
            case FaultEffect.RateLimit:
                return BoxException.TooMany(TimeSpan.FromMinutes(fault.Minutes)).WriteAsync(context);
            default:
                return (fault.Status switch
                {
                    401 => BoxException.Unauthorized(),
                    403 => new BoxException(403, "access_denied_insufficient_permissions", "Access denied - insufficient permission"),
                    404 => BoxException.NotFound(),
                    503 => new BoxException(503, "unavailable", "Unavailable"),
                    >= 400 and < 500 => new BoxException(fault.Status.Value, "bad_request", "The request was refused on order."),
                    _ => new BoxException(fault.Status ?? 500, "internal_server_error", "Internal server error"),
                }).WriteAsync(context);
        }
    }

    public void Dispose()
    {
        _deliveries.Dispose();
        _account.Dispose();
    }
}
