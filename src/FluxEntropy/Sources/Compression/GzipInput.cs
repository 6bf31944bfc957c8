using System.Buffers.Binary;
using System.IO.Hashing;
using ICSharpCode.SharpZipLib.Zip.Compression;

namespace FluxEntropy.Sources.Compression;

/// <summary>
/// Decompresses gzip (RFC 1952), several members too, and never takes damage for an end: each member has its head, its
/// deflated bytes and their checksum, and behind the last there is nothing, or zero bytes as gzip(1) allows them.
/// </summary>
internal sealed class GzipInput(Stream compressed) : ReadOnlyStream
{
    private readonly GzipBuffer _input = new(compressed);
    private readonly Inflater _inflater = new(noHeader: true);
    private readonly byte[] _output = new byte[1 << 16];
    private Crc32 _checksum = new();
    private uint _length;
    private bool _inMember;
    private bool _isFirst = true;

    /// <summary>Whether a file that begins so is gzip.</summary>
    public static bool Begins(ReadOnlySpan<byte> start) => start is [0x1f, 0x8b, ..];

    /// <summary>Decompresses; damage throws, once what came before it was delivered.</summary>
    public static Stream Open(Stream compressed) => new GzipInput(compressed);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            if (!_inMember && !await BeginMemberAsync(cancellationToken).ConfigureAwait(false))
                return 0;
            if (await InflateAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
                return count;
            await EndMemberAsync(cancellationToken).ConfigureAwait(false);
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            compressed.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<bool> BeginMemberAsync(CancellationToken cancellationToken)
    {
        if (!_isFirst && !await _input.SkipZerosAsync(cancellationToken).ConfigureAwait(false))
            return false;
        var at = _input.Position;
        try
        {
            await GzipHead.SkipAsync(_input, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException) when (!_isFirst)
        {
            throw new ArchiveDamageException(
                $"the gzip archive is damaged at byte {at:N0}: no further member begins there, and what follows was not read"
            );
        }

        _inflater.Reset();
        (_checksum, _length, _inMember, _isFirst) = (new Crc32(), 0, true, false);
        return true;
    }

    private async ValueTask<int> InflateAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var count = _inflater.Inflate(_output, 0, Math.Min(buffer.Length, _output.Length));
            if (count > 0)
            {
                _output.AsMemory(0, count).CopyTo(buffer);
                _checksum.Append(_output.AsSpan(0, count));
                _length = unchecked(_length + (uint)count);
                return count;
            }

            if (_inflater.IsFinished)
                return 0;
            if (_inflater.IsNeedingDictionary || !_inflater.IsNeedingInput)
                throw new ArchiveDamageException("the gzip archive is truncated or damaged from here on");
            var more = await _input.TakeAsync(cancellationToken).ConfigureAwait(false);
            if (more.Count == 0)
                throw new EndOfStreamException();
            _inflater.SetInput(more.Array, more.Offset, more.Count);
        }
    }

    private async ValueTask EndMemberAsync(CancellationToken cancellationToken)
    {
        _input.Unread(_inflater.RemainingInput);
        _inMember = false;
        var tail = new byte[8];
        await _input.ReadExactlyAsync(tail, cancellationToken).ConfigureAwait(false);
        if (
            BinaryPrimitives.ReadUInt32LittleEndian(tail) != _checksum.GetCurrentHashAsUInt32()
            || BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(4)) != _length
        )
            throw new ArchiveDamageException(
                "the gzip archive is damaged: a checksum does not match what was decompressed before here, which may be wrong"
            );
    }
}
