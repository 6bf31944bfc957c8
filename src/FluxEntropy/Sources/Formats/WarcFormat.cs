using System.Runtime.CompilerServices;
using FluxEntropy.Lines;

namespace FluxEntropy.Sources.Formats;

/// <summary>
/// Web archives (ISO 28500): of each record of type response, resource or conversion that holds text, the text; HTML stays as
/// it is. Other records hold no documents. A record is named by its position, from 1.
/// </summary>
internal sealed class WarcFormat : ISourceFormat
{
    public string Name => "warc";

    public string Title => "WARC";

    public IReadOnlyList<string> Extensions { get; } = [".warc", ".wet"];

    public bool Begins(ReadOnlySpan<byte> start) => start.StartsWith("WARC/"u8);

    public async IAsyncEnumerable<SourceItem> ReadAsync(
        SourceContent content,
        SourceOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await ByteOrderMark.SkipAsync(content.Pipe, cancellationToken).ConfigureAwait(false);
        var records = new WarcReader(content.Pipe);
        while (true)
        {
            SourceItem? item;
            try
            {
                if (!await records.ReadAsync(cancellationToken).ConfigureAwait(false))
                    yield break;
                item = await WarcDocument
                    .OfAsync(content.Name, records, options, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (FormatException wrong)
            {
                item = new SourceRejection(content.Name, records.Number, wrong.Message);
            }

            if (item is not null)
                yield return item;
            if (records.IsLost)
                yield break;
        }
    }
}
