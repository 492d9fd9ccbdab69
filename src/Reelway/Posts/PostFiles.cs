using Microsoft.AspNetCore.StaticFiles;
using Reelway.Connectors.Posting;
using Reelway.Engine;
using Reelway.Intake;
using Reelway.Library;
using Reelway.Media;

namespace Reelway.Posts;

/// <summary>The pictures and videos of posts: where they may lie, of what kind they are, and how they are read when a post goes out.</summary>
internal sealed class PostFiles(IntakeOptions intake, PostsOptions posts, MediaLibrary library)
{
    public const int Most = 20;
    public const int LongestAlt = 5000;

    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <summary>The files as a publisher judges them; what is wrong with them is added to the problems.</summary>
    public IReadOnlyList<PostMedia> Read(List<PostProblem> problems, IReadOnlyList<PostFile> files)
    {
        if (files.Count > Most)
        {
            problems.Add(new("media", $"Must not be more than {Most} files."));
            return [];
        }

        var media = new List<PostMedia>();
        foreach (var (at, file) in files.Index())
        {
            if (ProblemOf(file) is { } problem)
            {
                problems.Add(new($"media/{at}/uri", problem));
            }
            else if (file.Alt?.Length > LongestAlt)
            {
                problems.Add(new($"media/{at}/alt", $"Must not be longer than {LongestAlt} characters."));
            }
            else
            {
                media.Add(new PostMedia(TypeOf(file.Uri!)!, file.Alt) { Bytes = FileUri.Parse(file.Uri!) is { } path ? new FileInfo(path).Length : null });
            }
        }

        return media;
    }

    /// <summary>A file as it is now, to be uploaded.</summary>
    /// <exception cref="FaultException">It is gone; needs a person.</exception>
    public async Task<(PostMedia Media, Stream Content)> OpenAsync(PostFile file, CancellationToken cancellation)
    {
        var (uri, type) = (file.Uri!, TypeOf(file.Uri!)!);
        if (FileUri.Parse(uri) is { } path)
        {
            if (!IsAllowed(path))
            {
                throw FaultException.Setting(NotAllowed(path), "Put it into one of these folders, then retry.");
            }

            try
            {
                var content = NamedFile.Open(path);
                return (new PostMedia(type, file.Alt) { Bytes = content.Length }, content);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                throw FaultException.Missing($"{uri}, which the post shows, can't be read: {problem.Message}", "Put it there again, then retry.");
            }
        }

        var found = await library.FindObjectAsync(uri, cancellation) ?? throw FaultException.Missing($"{uri}, which the post shows, is not there.", "Put it there again, then retry.");
        return (new PostMedia(type, file.Alt) { Bytes = found.Bytes }, library.Open(found));
    }

    private string? ProblemOf(PostFile file)
    {
        if (string.IsNullOrEmpty(file.Uri) || (FileUri.Parse(file.Uri) is null && BucketUri.Parse(file.Uri) is null))
        {
            return "Must be file:///… or s3://bucket/key.";
        }

        if (TypeOf(file.Uri) is null)
        {
            return "Must be a picture or a video, which its ending tells: .jpg, .png, .gif, .webp, .mp4, .mov.";
        }

        return FileUri.Parse(file.Uri) is not { } path ? null
            : !Path.IsPathRooted(path) || path.Contains('\0', StringComparison.Ordinal) || !IsAllowed(path) ? NotAllowed(path)
            : !NamedFile.IsRegular(path) ? "Must be a file that is there."
            : null;
    }

    private bool IsAllowed(string path) => HandedInFiles.IsBelow(path, [intake.Folder, posts.Folder, .. intake.Allow, library.Folder]);

    private static string NotAllowed(string path) => $"{Frame.ShownText.Name(path)} lies in no folder whose files may be shown: put it into intake.folder or posts.folder, or name its folder in intake.allow.";

    private static string? TypeOf(string uri)
        => Types.TryGetContentType(uri, out var type) && (type.StartsWith("image/", StringComparison.Ordinal) || type.StartsWith("video/", StringComparison.Ordinal)) ? type : null;
}
