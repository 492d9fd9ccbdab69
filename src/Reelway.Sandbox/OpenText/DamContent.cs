using System.Security.Cryptography;

namespace Reelway.Sandbox.OpenText;

/// <summary>The bytes of a master file: a file's, or made up while they are read, so that large ones cost no space.</summary>
internal sealed class DamContent
{
    private readonly Lazy<string> _md5;
    private readonly string? _file;
    private readonly int _seed;

    /// <param name="md5">Null: made when first asked for.</param>
    public DamContent(string file, string? md5 = null)
    {
        _file = file;
        Bytes = new FileInfo(file).Length;
        _md5 = new Lazy<string>(() => md5 ?? Digest());
    }

    public DamContent(int seed, long bytes)
    {
        (_seed, Bytes) = (seed, bytes);
        _md5 = new Lazy<string>(Digest);
    }

    public long Bytes { get; }

    public string Md5 => _md5.Value;

    public Stream Open() => _file is null ? new MadeUpBytes(_seed, Bytes) : File.OpenRead(_file);

    private string Digest()
    {
        using var stream = Open();
#pragma warning disable CA5351 // The digest that the real one names.
        return Convert.ToHexStringLower(MD5.HashData(stream));
#pragma warning restore CA5351
    }

    /// <summary>The same bytes for the same seed: a block that is repeated, with its number in front.</summary>
    private sealed class MadeUpBytes(int seed, long bytes) : Stream
    {
        private readonly byte[] _block = MakeBlock(seed);
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => bytes;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var at = (int)(_position % _block.Length);
            var count = (int)Math.Min(Math.Min(buffer.Length, _block.Length - at), bytes - _position);
            _block.AsSpan(at, count).CopyTo(buffer);
            if (at == 0 && count > 0)
            {
                buffer[0] = (byte)(_position / _block.Length);
            }

            _position += count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer.AsSpan(offset, count)));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private static byte[] MakeBlock(int seed)
        {
            var block = new byte[64 * 1024];
            var state = (uint)seed * 2_654_435_761u + 1;
            for (var at = 0; at < block.Length; at++)
            {
                // xorshift: not random, and not compressible either.
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                block[at] = (byte)state;
            }

            return block;
        }
    }
}
