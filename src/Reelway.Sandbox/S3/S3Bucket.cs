using System.Xml.Linq;

namespace Reelway.Sandbox.S3;

/// <summary>A bucket; everything in it happens under its lock.</summary>
internal sealed class S3Bucket(string name)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<SandboxObject>> _objects = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public bool IsVersioned { get; set; }

    public XElement? Notification { get; set; }

    /// <summary>The newest versions of all objects that are there, by key.</summary>
    public IReadOnlyList<SandboxObject> Objects
    {
        get
        {
            lock (_lock)
            {
                return [.. _objects.Values.Select(versions => versions[^1]).Where(newest => !newest.IsDeleted).OrderBy(found => found.Key, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>An object or one version of it; null when it is not there or deleted.</summary>
    public SandboxObject? Find(string key, string? version)
    {
        lock (_lock)
        {
            var versions = _objects.GetValueOrDefault(key);
            var found = version is null ? versions?[^1] : versions?.FirstOrDefault(one => one.VersionId == version);
            return found is { IsDeleted: false } ? found : null;
        }
    }

    /// <summary>Stores an object unless the check of what is there throws.</summary>
    public SandboxObject Put(SandboxObject added, Action<SandboxObject?> check)
    {
        lock (_lock)
        {
            var versions = _objects.GetValueOrDefault(added.Key) ?? [];
            check(versions.LastOrDefault() is { IsDeleted: false } newest ? newest : null);
            if (!IsVersioned)
            {
                versions.Clear();
            }

            var stored = added with { VersionId = IsVersioned ? Guid.NewGuid().ToString("N") : null };
            versions.Add(stored);
            _objects[added.Key] = versions;
            return stored;
        }
    }

    /// <summary>Deletes: for good where a version is named or there are none, else by a mark. Null when there was nothing.</summary>
    public SandboxObject? Delete(string key, string? version, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!_objects.TryGetValue(key, out var versions))
            {
                return null;
            }

            if (version is null && IsVersioned)
            {
                var mark = versions[^1] with { VersionId = Guid.NewGuid().ToString("N"), IsDeleted = true, ModifiedAt = now };
                versions.Add(mark);
                return mark;
            }

            var gone = version is null ? versions[^1] : versions.FirstOrDefault(one => one.VersionId == version);
            if (gone is not null && versions.Remove(gone) && versions.Count == 0)
            {
                _objects.Remove(key);
            }

            return gone;
        }
    }
}
