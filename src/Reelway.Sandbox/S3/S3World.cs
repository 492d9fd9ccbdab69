using System.Collections.Concurrent;
using Reelway.Sandbox.Aws;

namespace Reelway.Sandbox.S3;

/// <summary>The buckets of the account, and uploads under way.</summary>
internal sealed class S3World
{
    private readonly ConcurrentDictionary<string, S3Bucket> _buckets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MultipartUpload> _uploads = new(StringComparer.Ordinal);
    private readonly AwsSandboxOptions _account;
    private readonly string _folder;
    private readonly Func<S3Settings> _settings;

    public S3World(AwsSandboxOptions account, string folder, Func<S3Settings> settings)
    {
        (_account, _folder, _settings) = (account, folder, settings);
        Reset();
    }

    public S3Settings Settings => _settings();

    public IReadOnlyList<S3Bucket> Buckets => [.. _buckets.Values.OrderBy(bucket => bucket.Name, StringComparer.Ordinal)];

    public IReadOnlyList<MultipartUpload> Uploads => [.. _uploads.Values.OrderBy(upload => upload.StartedAt)];

    public string NewFile() => Path.Combine(_folder, $"{Guid.NewGuid():N}.bin");

    public S3Bucket? FindBucket(string name) => _buckets.GetValueOrDefault(name);

    public S3Bucket Bucket(string name) => FindBucket(name) ?? throw new AwsException("NoSuchBucket", "The specified bucket does not exist", 404);

    public bool Create(string name) => _buckets.TryAdd(name, new S3Bucket(name));

    public void Remove(S3Bucket bucket)
    {
        if (bucket.Objects.Count > 0)
        {
            throw new AwsException("BucketNotEmpty", "The bucket you tried to delete is not empty", 409);
        }

        _buckets.TryRemove(bucket.Name, out _);
    }

    public void Begin(MultipartUpload upload) => _uploads[upload.Id] = upload;

    public MultipartUpload Upload(string id, string key) => _uploads.TryGetValue(id, out var upload) && upload.Key == key
        ? upload
        : throw new AwsException("NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.", 404);

    /// <summary>Ends an upload; its parts are deleted.</summary>
    public void End(MultipartUpload upload)
    {
        if (_uploads.TryRemove(upload.Id, out _))
        {
            foreach (var part in upload.Parts.Values)
            {
                File.Delete(part.File);
            }
        }
    }

    public void Reset()
    {
        foreach (var upload in Uploads)
        {
            End(upload);
        }

        _buckets.Clear();
        foreach (var name in _account.Buckets)
        {
            Create(name);
        }
    }
}
