using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.OpenText;

/// <summary>
/// Stand-in for OpenText Directory Services at <c>/opentext/otdsws</c> and OpenText Media Management at <c>/opentext/otmmapi/v6</c>, with campaigns in it.
/// </summary>
public sealed class OpenTextSandbox : SandboxResident<OpenTextSettings>
{
    private const string Somebody = "somebody.else";

    private readonly OpenTextSandboxOptions _options;
    private readonly DamWorld _world;
    private readonly OpenTextSignIns _signIns;
    private readonly OpenTextRoutes _routes;

    internal OpenTextSandbox(SandboxGround ground)
        : base("opentext", ground.Options.OpenText.Settings)
    {
        _options = ground.Options.OpenText;
        _world = new DamWorld(_options, () => Settings, ground.Time, ground.FolderOf(Name));
        _world.Reset();
        _signIns = new OpenTextSignIns(_options, () => Settings, ground.Time);
        var shapes = new DamShapes(_world);
        var writing = new DamWriting(_world);
        _routes = new OpenTextRoutes(
            _signIns, _world, new ItemEndpoints(_world, shapes, writing), new ListEndpoints(_world, shapes, new DamSearching(_world)), new ImportEndpoint(_world, writing));
    }

    /// <summary>Campaigns, oldest first.</summary>
    public IReadOnlyList<SandboxDamItem> Campaigns => Seen(() => _world.Campaigns);

    /// <summary>All folders and assets, older versions among them.</summary>
    public IReadOnlyList<SandboxDamItem> Items => Seen(() => _world.Nodes);

    /// <summary>Tokens and sessions given out so far.</summary>
    public int SignIns => _signIns.Issued;

    internal override long LargestBodyBytes => 20L * 1024 * 1024 * 1024;

    internal override object State
    {
        get
        {
            var items = Items;
            return new
            {
                Campaigns,
                Masters = items.Count(item => item is { IsFolder: false, ImportJobId: null }),
                Imported = items.Where(item => item.ImportJobId is not null),
                Jobs = JobRows().Select(job => new { job.Id, job.Name, job.State }),
            };
        }
    }

    /// <summary>Adds campaigns with status A1, each with its masters and a folder for what comes back.</summary>
    public IReadOnlyList<SandboxDamItem> AddCampaigns(int count, int masters)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(masters);
        return Seen(() => _world.AddCampaigns(count, masters, _world.Now));
    }

    /// <summary>An item as it is now.</summary>
    public SandboxDamItem Item(string id) => Seen(() => [_world.Get(id)])[0];

    /// <summary>What lies in a folder, in the order in which it came.</summary>
    public IReadOnlyList<SandboxDamItem> Children(string id) => Seen(() => [.. _world.Get(id, isFolder: true).Children]);

    /// <summary>The bytes of an asset.</summary>
    public Stream Open(string id)
    {
        lock (_world.Lock)
        {
            return _world.Get(id, isFolder: false).Content!.Open();
        }
    }

    /// <summary>Sets a field as somebody in the site does.</summary>
    public void SetField(string id, string field, params IReadOnlyList<string> values) => Change(id, node => node.Write([KeyValuePair.Create(field, values)], _world.Now));

    /// <summary>Renames an item.</summary>
    public void Rename(string id, string name) => Change(id, node => node.Name = name);

    /// <summary>Deletes an item: it can still be read, and says so.</summary>
    public void Delete(string id) => Change(id, node => node.IsDeleted = true);

    /// <summary>Locks an item for somebody else.</summary>
    public void LockForAnother(string id, TimeSpan time) => Change(id, node => (node.LockedBy, node.LockedUntil) = (Somebody, _world.Now + time));

    /// <summary>Gives an asset a newer version, made of other bytes.</summary>
    public SandboxDamItem AddVersion(string id)
        => Seen(() => [_world.Get(id, isFolder: false) is var old ? _world.AddVersion(old, new DamContent(old.Version + 100_000, old.Content!.Bytes + 1)) : throw new InvalidOperationException()])[0];

    /// <summary>Makes all tokens and sessions useless from now on.</summary>
    public void EndSignIns() => _signIns.ExpireAll();

    internal override void Map(IEndpointRouteBuilder routes) => _routes.Map(routes);

    internal override void MapControl(IEndpointRouteBuilder routes)
    {
        base.MapControl(routes);
        routes.MapPost("/campaigns", Task<IResult> (HttpContext http) => SandboxJson.AcceptAsync<NewCampaigns>(http, wanted => AddCampaigns(wanted.Count, wanted.Masters)));
        routes.MapPost("/locks", Task<IResult> (HttpContext http) => SandboxJson.AcceptAsync<NewLock>(http, wanted => Known(wanted.Item, id => LockForAnother(id, TimeSpan.FromSeconds(wanted.Seconds)))));
        routes.MapPost("/fields", Task<IResult> (HttpContext http) => SandboxJson.AcceptAsync<NewValue>(http, wanted => Known(wanted.Item, id => SetField(id, wanted.Field, wanted.Value))));
        routes.MapPost("/versions", Task<IResult> (HttpContext http) => SandboxJson.AcceptAsync<ItemNamed>(http, wanted => Known(wanted.Item, id => AddVersion(id))));
        routes.MapGet("/contents/{id}", (string id) => Items.Any(item => item.Id == id && !item.IsFolder)
            ? TypedResults.Stream(Open(id), "application/octet-stream")
            : Problems.NotFound($"There is no asset {id}."));
    }

    internal override SampleConnection Connection(Uri sandbox) => new(
        "dam",
        "connector: opentext",
        $"base_url: {sandbox}opentext",
        $"auth_url: {sandbox}opentext/otdsws/oauth2/token",
        $"client_id: {_options.ClientId}",
        $"client_secret: {_options.ClientSecret}");

    internal override IReadOnlyList<StateTable> Tables() =>
    [
        new("Campaigns", ["Name", "Number", "Status", "Id"], [.. Campaigns.Select(campaign => new StateRow(
            campaign.Name, Value(campaign, _options.NumberField), Value(campaign, _options.StatusField), campaign.Id))]),
        new("Imported assets", ["Folder", "Name", "Bytes", "Job", "Id"], [.. Items.Where(item => item.ImportJobId is not null).Select(item => new StateRow(
            item.Folder, new StateCell(item.Name, $"/_sandbox/opentext/contents/{item.Id}"), item.Bytes, item.ImportJobId!, item.Id))]),
        new("Jobs", ["Job", "File", "State"], [.. JobRows().Select(job => new StateRow(job.Id, job.Name, job.State))]),
    ];

    internal override void Reset()
    {
        _signIns.Reset();
        base.Reset();
        _world.Reset();
    }

    internal override ValueTask<RequestContent> ReadAsync(HttpContext context)
        => context.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true
            ? RequestContent.ReadAsync(context, "action")
            // The parts of an import are read as they come.
            : ValueTask.FromResult(new RequestContent(RequestContent.QueryOf(context), ""));

    internal override Task AnswerAsync(HttpContext context, SandboxFault fault)
    {
        if (fault.Effect == FaultEffect.ExpireToken)
        {
            _signIns.Expire(context.Request);
            return OpenTextException.Unauthorized().WriteAsync(context);
        }

        // With a code it is an ordinary refusal, which has the status of a break-down too.
        return fault is { Effect: FaultEffect.Status, Code: { } code }
            ? new OpenTextException(fault.Status ?? StatusCodes.Status500InternalServerError, $"{code}", "The request was refused.").WriteAsync(context)
            : base.AnswerAsync(context, fault);
    }

    private void Change(string id, Action<DamNode> change)
    {
        lock (_world.Lock)
        {
            change(_world.Get(id));
        }
    }

    private void Known(string id, Action<string> change)
        => (Items.Any(item => item.Id == id) ? change : throw new ArgumentException($"There is no item {id}."))(id);

    private IReadOnlyList<SandboxDamItem> Seen(Func<IEnumerable<DamNode>> nodes)
    {
        lock (_world.Lock)
        {
            _world.Settle();
            return [.. nodes().Select(SandboxDamItem.Of)];
        }
    }

    private IReadOnlyList<(string Id, string Name, string State)> JobRows()
    {
        lock (_world.Lock)
        {
            return [.. _world.Jobs.Select(job => (job.Id, job.Name, job.State))];
        }
    }

    private static string Value(SandboxDamItem item, string field) => string.Join(", ", item.Fields.GetValueOrDefault(field) ?? []);

    private sealed record NewCampaigns(int Count, int Masters);

    private sealed record NewLock(string Item, int Seconds);

    private sealed record NewValue(string Item, string Field, string Value);

    private sealed record ItemNamed(string Item);
}

/// <summary>A folder or an asset as the stand-in has it.</summary>
/// <param name="OriginalId">Of all versions the same.</param>
/// <param name="Folder">Where it lies: names from the top.</param>
/// <param name="Fields">Values by field; of a table's column one of each row.</param>
/// <param name="Bytes">0 for a folder.</param>
public sealed record SandboxDamItem(
    string Id, string OriginalId, string Name, string Folder, string? FolderId, bool IsFolder, int Version, bool IsLatest, bool IsDeleted, string MimeType, long Bytes,
    string? ImportJobId, string? LockedBy, IReadOnlyDictionary<string, IReadOnlyList<string>> Fields)
{
    internal static SandboxDamItem Of(DamNode node)
    {
        var names = new Stack<string>();
        for (var parent = node.Parent; parent is not null; parent = parent.Parent)
        {
            names.Push(parent.Name);
        }

        return new SandboxDamItem(
            node.Id, node.OriginalId, node.Name, string.Join('/', names), node.Parent?.Id, node.IsFolder, node.Version, node.IsLatest, node.IsDeleted, node.MimeType,
            node.Content?.Bytes ?? 0, node.ImportJobId, node.LockedBy, node.Fields);
    }
}
