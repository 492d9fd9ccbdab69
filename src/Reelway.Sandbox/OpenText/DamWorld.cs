using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reelway.Sandbox.OpenText;

/// <summary>Folders, assets and jobs. One lock for all: what is asked under it is consistent.</summary>
internal sealed class DamWorld
{
    /// <summary>When what is there from the start was imported: the same at each start.</summary>
    public static readonly DateTimeOffset Beginning = new(2026, 1, 11, 20, 56, 26, TimeSpan.Zero);

    private readonly Dictionary<string, DamNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DamJob> _jobs = new(StringComparer.Ordinal);
    private readonly OpenTextSandboxOptions _options;
    private readonly Func<OpenTextSettings> _settings;
    private readonly TimeProvider _time;
    private readonly string _folder;
    private int _lastId;
    private int _lastJob = 1124;
    private int _lastCampaign;

    public DamWorld(OpenTextSandboxOptions options, Func<OpenTextSettings> settings, TimeProvider time, string folder)
    {
        (_options, _settings, _time, _folder) = (options, settings, time, folder);
        Fields = new[] { new SandboxField(options.StatusField, "CAMPAIGN"), new SandboxField(options.NumberField, "CAMPAIGN") }
            .Concat(options.Fields).DistinctBy(field => field.Id).ToDictionary(field => field.Id, StringComparer.Ordinal);
    }

    public Lock Lock { get; } = new();

    public OpenTextSettings Settings => _settings();

    public DateTimeOffset Now => _time.GetUtcNow();

    public IReadOnlyDictionary<string, SandboxField> Fields { get; }

    public DamNode Root { get; private set; } = null!;

    public IEnumerable<DamNode> Nodes => _nodes.Values;

    public IEnumerable<DamJob> Jobs => _jobs.Values;

    public IReadOnlyList<DamNode> Campaigns { get; private set; } = [];

    /// <summary>Goes back to the start. It needs the settings, so it is not part of the construction.</summary>
    public void Reset()
    {
        lock (Lock)
        {
            foreach (var file in Directory.EnumerateFiles(_folder))
            {
                File.Delete(file);
            }

            _nodes.Clear();
            _jobs.Clear();
            (_lastId, _lastJob, _lastCampaign, Campaigns) = (0, 1124, 0, []);
            Root = Add(new DamNode(NewId(), "Public Folders", parent: null));
            AddFolder(Root, "Campaigns");
            AddCampaigns(_options.Campaigns, _options.Masters, DateTimeOffset.MinValue);
        }
    }

    public string NewFile() => Path.Combine(_folder, $"{Guid.NewGuid():N}.bin");

    /// <summary>Adds campaigns with status A1, each with its masters and a folder for what comes back.</summary>
    public IReadOnlyList<DamNode> AddCampaigns(int count, int masters, DateTimeOffset at)
    {
        lock (Lock)
        {
            var made = Enumerable.Range(0, count).Select(_ => AddCampaign(++_lastCampaign, masters, at)).ToList();
            Campaigns = [.. Campaigns, .. made];
            return made;
        }
    }

    public DamNode Get(string id, bool? isFolder = null)
    {
        Settle();
        return _nodes.TryGetValue(id, out var node) && (isFolder is not { } wanted || node.IsFolder == wanted)
            ? node
            : throw OpenTextException.NotFound($"{(isFolder == true ? "Folder" : "Asset")} {id}");
    }

    /// <summary>The item as somebody reads it, who may not find yet what was just made.</summary>
    public DamNode Read(string id, bool isFolder)
    {
        var node = Get(id, isFolder);
        return node.HiddenReads > 0 && node.HiddenReads-- > 0 ? throw OpenTextException.NotFound($"Asset {id}") : node;
    }

    public DamJob Job(string id)
    {
        Settle();
        return _jobs.GetValueOrDefault(id) ?? throw OpenTextException.NotFound($"Job {id}");
    }

    public DamNode AddFolder(DamNode parent, string name) => Add(new DamNode(NewId(), name, parent) { ImportedAt = Beginning, UpdatedAt = Beginning });

    /// <summary>A newer version of an asset: an item of its own, with the same original.</summary>
    public DamNode AddVersion(DamNode old, DamContent content)
    {
        old.IsLatest = false;
        old.Parent!.Children.Remove(old);
        var made = Add(new DamNode(NewId(), old.Name, old.Parent)
        {
            OriginalId = old.OriginalId,
            Version = old.Version + 1,
            Content = content,
            MimeType = old.MimeType,
            ImportedAt = Now,
        });
        made.Write(old.Fields, Now);
        return made;
    }

    /// <summary>Takes an import: a job, whose asset comes when it ends.</summary>
    public DamJob Import(DamNode folder, string name, string mimeType, DamContent content, IReadOnlyDictionary<string, IReadOnlyList<string>> fields)
    {
        var job = new DamJob((++_lastJob).ToString(CultureInfo.InvariantCulture), Now + TimeSpan.FromMilliseconds(Settings.JobMs), Settings.JobFailure, Settings.JobLooks)
        {
            Folder = folder,
            Name = name,
            MimeType = mimeType,
            Content = content,
            Fields = fields,
        };
        _jobs.Add(job.Id, job);
        Settle();
        return job;
    }

    /// <summary>Ends the jobs whose time has come.</summary>
    public void Settle()
    {
        foreach (var job in _jobs.Values.Where(job => !job.IsEnded && job.EndsAt <= Now))
        {
            job.IsEnded = true;
            if (job.Failure.Length == 0)
            {
                job.Asset = AddImported(job);
            }
        }
    }

    private DamNode AddImported(DamJob job)
    {
        var name = Settings.CleansNames ? string.Concat(job.Name.Select(letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '_')) : job.Name;
        var made = Add(new DamNode(NewId(), name, job.Folder) { Content = job.Content, MimeType = job.MimeType, ImportJobId = job.Id, ImportedAt = Now, HiddenReads = Settings.HidesNewFor });
        made.Write(job.Fields, Now);
        return made;
    }

    private DamNode AddCampaign(int number, int masters, DateTimeOffset at)
    {
        var digits = number.ToString("000", CultureInfo.InvariantCulture);
        var campaign = AddFolder(Root.Children[0], $"CAMPAIGN_{digits}");
        campaign.Write(
            new Dictionary<string, IReadOnlyList<string>> { [_options.StatusField] = ["A1"], [_options.NumberField] = [$"C-2026-{digits}"], ["CAMPAIGN NAME"] = [$"Summer {digits}"] }
                .Where(field => Fields.ContainsKey(field.Key)), at);
        var folder = _options.MastersFolder.Length == 0 ? campaign : AddFolder(campaign, _options.MastersFolder);
        for (var master = 1; master <= masters; master++)
        {
            AddMaster(folder, $"spot_{digits}_{master.ToString("00", CultureInfo.InvariantCulture)}.mp4", (number * 1000) + master, at);
        }

        AddFolder(campaign, _options.FinalFolder);
        return campaign;
    }

    private void AddMaster(DamNode folder, string name, int seed, DateTimeOffset at)
    {
        var content = _options.MasterFiles.Count > 0 ? new DamContent(_options.MasterFiles[seed % _options.MasterFiles.Count]) : new DamContent(seed, _options.MasterBytes);
        var master = Add(new DamNode(NewId(), name, folder) { Content = content, MimeType = "video/mp4", ImportedAt = at < Beginning ? Beginning : at });
        master.Write(
            Fields.Values.Where(field => field.InMasters.Count > 0).Select(field => KeyValuePair.Create(field.Id, field.InMasters))
                .Append(KeyValuePair.Create<string, IReadOnlyList<string>>("ARTESIA.FIELD.ASSET NAME", [name])), at);
    }

    private DamNode Add(DamNode node)
    {
        _nodes.Add(node.Id, node);
        node.Parent?.Children.Add(node);
        return node;
    }

    // 40 hexadecimal digits, and the same ones at each start.
    private string NewId()
    {
#pragma warning disable CA5350 // An id, no secret.
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes($"item {++_lastId}")));
#pragma warning restore CA5350
    }
}
