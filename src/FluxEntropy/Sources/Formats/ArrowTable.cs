using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;

namespace FluxEntropy.Sources.Formats;

/// <summary>
/// Arrow's IPC formats: one column is the text, one perhaps the id, the others are kept as metadata where they lie in no
/// list. Rows are counted from 1. Memory holds a record batch. A file is a stream between two magics and a footer, which
/// is needed only where the stream does not begin with its schema.
/// </summary>
internal sealed class ArrowTable : IDisposable
{
    private const int PaddedMagic = 8;
    private const int MaxFooterBytes = 64 << 20;

    private readonly Stream _file;
    private readonly SourceContent _content;
    private readonly SourceOptions _options;
    private readonly bool _hasFooter;
    private ArrowStreamReader _reader;
    private IReadOnlyList<ArrowField> _fields = [];
    private TableRows? _rows;

    private ArrowTable(Stream file, SourceContent content, SourceOptions options)
    {
        (_file, _content, _options) = (file, content, options);
        _hasFooter = HasMagic(0);
        file.Position = _hasFooter ? PaddedMagic : 0;
        _reader = new(file, new ArrowMemory(), new CompressionCodecFactory(), leaveOpen: true);
    }

    /// <summary>What a file, other than a stream, begins and ends with.</summary>
    public static ReadOnlySpan<byte> Magic => "ARROW1"u8;

    /// <summary>Reads a file or a stream; what cannot be sought in is kept in a temporary file meanwhile.</summary>
    public static async IAsyncEnumerable<SourceItem> ReadAsync(
        SourceContent content,
        SourceOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        content.Progress.At(0);
        using var spooled = content.File is null
            ? await SpooledFile.OfAsync(content.Pipe, content.Name, cancellationToken).ConfigureAwait(false)
            : null;
        using var table = new ArrowTable(content.File ?? spooled!, content, options);
        var row = 1L;
        while (true)
        {
            var (batch, fault) = await table.NextAsync(cancellationToken).ConfigureAwait(false);
            if (fault is not null)
                yield return new SourceRejection(content.Name, table._rows is null ? 0 : row, fault);
            if (batch is null)
                yield break;
            using (batch)
            {
                foreach (var item in table._rows!.Read(row, batch.Length))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return item;
                }
            }

            row += batch.Length;
            content.Progress.At(Math.Min(1, table._file.Position / Math.Max(1.0, table._file.Length)));
        }
    }

    public void Dispose() => _reader.Dispose();

    /// <summary>The next record batch, or why there is none; neither at the end.</summary>
    private async Task<(RecordBatch? Batch, string? Fault)> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_rows is null)
            {
                var schema = await SchemaAsync(cancellationToken).ConfigureAwait(false);
                var choice = ArrowFields.Of(schema, _options);
                _fields = choice.Fields;
                _rows = new(_content.Name, _options, _fields, choice.Unread);
            }

            var batch = await _reader.ReadNextRecordBatchAsync(cancellationToken).ConfigureAwait(false);
            if (batch is null && _hasFooter && !HasMagic(_file.Length - Magic.Length))
                return (null, "it is truncated: no footer stands at its end; fetch it again");
            foreach (var field in batch is null ? [] : _fields)
                field.Turn(batch!);
            return (batch, null);
        }
        catch (Exception failure) when (TableFault.IsOfTheFile(failure))
        {
            return (null, $"{(_rows is null ? "" : "rows from here on cannot be read: ")}{TableFault.Reason(failure)}");
        }
    }

    private async Task<Schema> SchemaAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.GetSchema(cancellationToken).ConfigureAwait(false) ?? throw new EndOfStreamException();
        }
        catch (Exception failure) when (TableFault.IsOfTheFile(failure) && HasReadableFooter())
        {
            // JavaScript's writer leaves the schema to the footer.
            _reader.Dispose();
            _file.Position = 0;
            _reader = new ArrowFileReader(_file, new ArrowMemory(), new CompressionCodecFactory(), leaveOpen: true);
            return await _reader.GetSchema(cancellationToken).ConfigureAwait(false) ?? throw new EndOfStreamException();
        }
    }

    /// <summary>Footer; int32 length of it; magic.</summary>
    private bool HasReadableFooter()
    {
        var end = _file.Length - Magic.Length - sizeof(int);
        if (!_hasFooter || end < PaddedMagic || !HasMagic(end + sizeof(int)))
            return false;
        var length = new byte[sizeof(int)];
        _file.Position = end;
        _file.ReadExactly(length);
        return BinaryPrimitives.ReadInt32LittleEndian(length) is var bytes
            && bytes > 0
            && bytes <= Math.Min(MaxFooterBytes, end - PaddedMagic);
    }

    private bool HasMagic(long offset)
    {
        if (offset < 0 || _file.Length < offset + Magic.Length)
            return false;
        var bytes = new byte[Magic.Length];
        _file.Position = offset;
        _file.ReadExactly(bytes);
        return Magic.SequenceEqual(bytes);
    }
}
