using System.Text.Json.Nodes;

namespace Reelway.Sandbox.Box;

/// <summary>Folders, files and sessions. Names are one when they differ in their case only; the service account sees what it owns or is invited to.</summary>
internal sealed class BoxWorld
{
    public const string AllFiles = "0";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, BoxItem> _items = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BoxUploadSession> _sessions = new(StringComparer.Ordinal);
    private readonly BoxSandboxOptions _options;
    private readonly string _folder;
    private readonly Func<BoxSettings> _settings;
    private readonly TimeProvider _time;
    private long _lastId;

    public BoxWorld(BoxSandboxOptions options, string folder, Func<BoxSettings> settings, TimeProvider time)
    {
        (_options, _folder, _settings, _time) = (options, folder, settings, time);
        Reset();
    }

    public BoxSettings Settings => _settings();

    /// <summary>All folders but the root, and all files, by their ids.</summary>
    public IReadOnlyList<BoxItem> Items
    {
        get
        {
            lock (_lock)
            {
                return [.. _items.Values.Where(item => item.Id != AllFiles).OrderBy(item => item.Id, StringComparer.Ordinal)];
            }
        }
    }

    public IReadOnlyList<BoxUploadSession> Sessions
    {
        get
        {
            lock (_lock)
            {
                return [.. _sessions.Values.OrderBy(session => session.ExpiresAt).ThenBy(session => session.Id, StringComparer.Ordinal)];
            }
        }
    }

    public string NewFile() => Path.Combine(_folder, $"{Guid.NewGuid():N}.bin");

    public string NewId()
    {
        lock (_lock)
        {
            return $"{++_lastId}";
        }
    }

    /// <summary>An item as a user sees it.</summary>
    /// <exception cref="BoxException">There is none, or none for this user.</exception>
    public BoxItem Get(string id, bool isFolder, BoxUser by)
    {
        lock (_lock)
        {
            if (!_items.TryGetValue(id, out var item) || item.IsFolder != isFolder || !Sees(by, item))
            {
                throw BoxException.NotFound();
            }

            if (item.Misses > 0)
            {
                item.Misses--;
                throw BoxException.NotFound();
            }

            return item;
        }
    }

    /// <summary>What lies in a folder: folders first, then files, each by their names.</summary>
    public IReadOnlyList<BoxItem> Children(BoxItem folder, BoxUser by)
    {
        lock (_lock)
        {
            return
            [
                .. _items.Values.Where(item => item.ParentId == folder.Id && Sees(by, item))
                    .OrderByDescending(item => item.IsFolder).ThenBy(item => item.Name, StringComparer.OrdinalIgnoreCase),
            ];
        }
    }

    /// <summary>The folders that lead to an item, the root first.</summary>
    public IReadOnlyList<BoxItem> PathOf(BoxItem item)
    {
        lock (_lock)
        {
            return Ancestors(item);
        }
    }

    public JsonObject Full(BoxItem item) => item.Full(PathOf(item));

    /// <exception cref="BoxException">The name is taken, or no name.</exception>
    public void EnsureFree(BoxItem folder, string name, BoxItem? self = null)
    {
        lock (_lock)
        {
            EnsureName(name);
            if (Taken(folder.Id, name) is { } there && there != self)
            {
                throw BoxException.InUse(there.Mini(), Settings.Conflicts);
            }
        }
    }

    public BoxItem AddFolder(BoxItem parent, string name, BoxUser by, bool isInvited = false)
    {
        lock (_lock)
        {
            EnsureFree(parent, name);
            return Keep(new BoxItem(NewId(), true, name, parent.Id, by, Now) { IsInvited = isInvited, Misses = Settings.NewFolderMisses });
        }
    }

    public BoxItem AddFile(BoxItem folder, string name, BoxContent content, BoxUser by)
    {
        lock (_lock)
        {
            EnsureFree(folder, name);
            return Keep(new BoxItem(NewId(), false, name, folder.Id, by, Now) { Content = content, VersionId = NewId(), Waits = Settings.DownloadWaits });
        }
    }

    public BoxItem? Find(string folderId, string name)
    {
        lock (_lock)
        {
            return Taken(folderId, name);
        }
    }

    /// <summary>Gives a file another content.</summary>
    public void AddVersion(BoxItem file, BoxContent content, BoxUser by)
    {
        lock (_lock)
        {
            (file.Content, file.VersionId, file.ModifiedBy, file.ModifiedAt, file.Waits) = (content, NewId(), by, Now, Settings.DownloadWaits);
            file.Etag++;
        }
    }

    /// <summary>Gives an item another name, another place, or both.</summary>
    public void Change(BoxItem item, string? name, BoxItem? parent, BoxUser by)
    {
        lock (_lock)
        {
            var folder = parent ?? _items[item.ParentId!];
            EnsureFree(folder, name ?? item.Name, item);
            if (item.IsFolder && (folder == item || Ancestors(folder).Contains(item)))
            {
                throw BoxException.Bad("A folder can't be moved into itself");
            }

            (item.Name, item.ParentId, item.ModifiedBy, item.ModifiedAt) = (name ?? item.Name, folder.Id, by, Now);
            item.Etag++;
        }
    }

    public void Remove(BoxItem item)
    {
        lock (_lock)
        {
            foreach (var child in _items.Values.Where(child => child.ParentId == item.Id).ToList())
            {
                Remove(child);
            }

            _items.Remove(item.Id);
        }
    }

    public void Begin(BoxUploadSession session)
    {
        lock (_lock)
        {
            _sessions.Add(session.Id, session);
        }
    }

    /// <exception cref="BoxException">There is none, or its time is over.</exception>
    public BoxUploadSession Session(string id)
    {
        lock (_lock)
        {
            return !_sessions.TryGetValue(id, out var session) ? throw BoxException.NotFound()
                : session.ExpiresAt <= Now ? throw new BoxException(410, "session_expired", "The upload session has expired") : session;
        }
    }

    /// <summary>Ends a session; null when somebody else has.</summary>
    public bool End(BoxUploadSession session)
    {
        lock (_lock)
        {
            return _sessions.Remove(session.Id);
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            foreach (var session in _sessions.Values)
            {
                session.Dispose();
            }

            _sessions.Clear();
            _items.Clear();
            _lastId = 400_000_000_000;
            Keep(new BoxItem(AllFiles, true, "All Files", null, BoxUser.Service, DateTimeOffset.UnixEpoch));
            Keep(new BoxItem(_options.RootFolderId, true, "Campaigns", AllFiles, BoxUser.Agency, DateTimeOffset.UnixEpoch) { IsInvited = true });
        }
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    private BoxItem Keep(BoxItem item)
    {
        _items.Add(item.Id, item);
        return item;
    }

    private List<BoxItem> Ancestors(BoxItem item)
    {
        var path = new List<BoxItem>();
        for (var id = item.ParentId; id is not null && _items.TryGetValue(id, out var folder); id = folder.ParentId)
        {
            path.Insert(0, folder);
        }

        return path;
    }

    private bool Sees(BoxUser by, BoxItem item) => by != BoxUser.Service || item.Id == AllFiles || item.CreatedBy == by || item.IsInvited || Ancestors(item).Exists(folder => folder.IsInvited);

    private BoxItem? Taken(string folderId, string name)
        => _items.Values.FirstOrDefault(item => item.ParentId == folderId && string.Equals(item.Name, name, StringComparison.OrdinalIgnoreCase));

    private static void EnsureName(string name)
    {
        if (name.Length > 255)
        {
            throw BoxException.Bad("Item name too long", "item_name_too_long");
        }

        if (name.Length == 0 || name is "." or ".." || name.Any(letter => letter is '/' or '\\' || char.IsControl(letter)) || name.Trim().Length != name.Length)
        {
            throw BoxException.Bad("Item name invalid", "item_name_invalid");
        }
    }
}
