using System.Globalization;

namespace Reelway.Sandbox.Facebook;

/// <summary>The pages, videos and posts of the stand-in. Everything is replaced, never changed, under one lock.</summary>
internal sealed class FacebookWorld(FacebookSandboxOptions options, string folder, Func<FacebookSettings> settings)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SandboxVideo> _videos = new(StringComparer.Ordinal);
    private readonly List<SandboxPost> _posts = [];
    private readonly Dictionary<string, SandboxPhoto> _photos = new(StringComparer.Ordinal);
    private readonly List<SandboxComment> _comments = [];

    // Fifteen digits, as real ids have: more than a 32-bit number holds and not yet what a double rounds.
    private long _lastId = 564_747_010_440_000;

    public FacebookSettings Settings => settings();

    public IReadOnlyList<SandboxPage> Pages { get; } = options.Pages;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<SandboxVideo> Videos
    {
        get
        {
            lock (_lock)
            {
                return [.. _videos.Values.OrderBy(video => video.Id, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<SandboxPost> Posts
    {
        get
        {
            lock (_lock)
            {
                return [.. _posts];
            }
        }
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<SandboxComment> Comments
    {
        get
        {
            lock (_lock)
            {
                return [.. _comments];
            }
        }
    }

    public string NextId() => Interlocked.Add(ref _lastId, 7).ToString(CultureInfo.InvariantCulture);

    /// <summary>Where the bytes of a video lie.</summary>
    public string FileOf(string videoId) => Path.Combine(folder, videoId + ".mp4");

    /// <summary>A page by its id or vanity name; names are compared as the vendor does, without case and dots.</summary>
    public SandboxPage? FindPage(string idOrName)
    {
        var name = Canonical(idOrName);
        return Pages.FirstOrDefault(page => page.Id == idOrName)
            ?? Pages.FirstOrDefault(page => page.Username is { } username && Canonical(username) == name);
    }

    public SandboxPage RequirePage(string idOrName)
        => FindPage(idOrName) ?? throw new GraphException(GraphError.NotFound(idOrName));

    public SandboxVideo? FindVideo(string id)
    {
        lock (_lock)
        {
            return _videos.GetValueOrDefault(id);
        }
    }

    public void Put(SandboxVideo video)
    {
        lock (_lock)
        {
            _videos[video.Id] = video;
        }
    }

    /// <summary>Changes a video unless it is gone meanwhile.</summary>
    public SandboxVideo? Change(string id, Func<SandboxVideo, SandboxVideo> change)
    {
        lock (_lock)
        {
            return _videos.TryGetValue(id, out var video) ? _videos[id] = change(video) : null;
        }
    }

    public bool RemoveVideo(string id)
    {
        lock (_lock)
        {
            File.Delete(FileOf(id));
            return _videos.Remove(id);
        }
    }

    /// <summary>Adds a post unless the check of the page's newest one, made under the same lock, throws.</summary>
    public void Post(SandboxPost post, Action<SandboxPost?> check)
    {
        lock (_lock)
        {
            check(_posts.LastOrDefault(other => other.PageId == post.PageId));
            _posts.Add(post);
        }
    }

    public SandboxPost? FindPost(string id) => Posts.FirstOrDefault(post => post.Id == id);

    public SandboxPhoto? FindPhoto(string id)
    {
        lock (_lock)
        {
            return _photos.GetValueOrDefault(id);
        }
    }

    public void Put(SandboxPhoto photo)
    {
        lock (_lock)
        {
            _photos[photo.Id] = photo;
        }
    }

    public void Put(SandboxComment comment)
    {
        lock (_lock)
        {
            _comments.Add(comment);
        }
    }

    /// <summary>Puts a changed post in the place of the one with its id, unless that is gone meanwhile.</summary>
    public void Replace(SandboxPost post)
    {
        lock (_lock)
        {
            var at = _posts.FindIndex(other => other.Id == post.Id);
            if (at >= 0)
            {
                _posts[at] = post;
            }
        }
    }

    public void RemovePost(string id)
    {
        lock (_lock)
        {
            _posts.RemoveAll(post => post.Id == id);
            _comments.RemoveAll(comment => comment.On == id);
        }
    }

    public void RemoveComment(string id)
    {
        lock (_lock)
        {
            _comments.RemoveAll(comment => comment.Id == id);
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _photos.Clear();
            _comments.Clear();
            foreach (var id in _videos.Keys)
            {
                File.Delete(FileOf(id));
            }

            _videos.Clear();
            _posts.Clear();
        }
    }

    private static string Canonical(string username)
        => username.Replace(".", "", StringComparison.Ordinal).ToUpperInvariant();
}
