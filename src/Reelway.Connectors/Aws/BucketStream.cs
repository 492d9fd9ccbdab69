using Amazon.S3.Model;

namespace Reelway.Connectors.Aws;

/// <summary>An object as a stream for reading: a request is made where reading begins, and another one where it goes on elsewhere.</summary>
internal sealed class BucketStream(
    BucketObject what, Func<long, CancellationToken, Task<GetObjectResponse>> get, Func<Stream, Memory<byte>, CancellationToken, ValueTask<int>> read) : Stream
{
    private GetObjectResponse? _answer;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => what.Bytes;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= what.Bytes || buffer.IsEmpty)
        {
            return 0;
        }

        _answer ??= await get(_position, cancellationToken);
        try
        {
            var count = await read(_answer.ResponseStream, buffer, cancellationToken);
            _position += count;
            return count;
        }
        catch
        {
            // The next read begins with a request of its own.
            Close(ref _answer);
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("An object is read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin)
    {
        var target = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => what.Bytes + offset,
        };
        ArgumentOutOfRangeException.ThrowIfNegative(target, nameof(offset));
        if (target != _position)
        {
            Close(ref _answer);
            _position = target;
        }

        return _position;
    }

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void SetLength(long value) => throw new NotSupportedException("An object is read only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("An object is read only.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close(ref _answer);
        }

        base.Dispose(disposing);
    }

    private static void Close(ref GetObjectResponse? answer)
    {
        answer?.Dispose();
        answer = null;
    }
}
