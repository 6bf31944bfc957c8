using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Exports;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Exports;

/// <summary>
/// A folder of token shards: <c>NAME_train_000001.bin</c> and on (<c>NAME_val_000000.bin</c> of documents held out), or with
/// several buckets <c>NAME_train_000001/bucket_1.bin</c> to <c>bucket_K.bin</c>; and <c>export.json</c>, which says what they
/// are. The folder gets its name only once all of it is on the disk.
/// </summary>
internal sealed class TokenExport : IExport
{
    private readonly PartialFolder _folder;
    private readonly TokenLayout _layout;
    private readonly int _separator;
    private readonly TokenShardWriter[] _buckets;

    /// <param name="folder">Where it goes; must not exist.</param>
    /// <param name="name">What shards are named after.</param>
    /// <param name="split"><c>train</c> or <c>val</c>.</param>
    /// <param name="layout">Layout of the shards.</param>
    /// <param name="separator">Token before every document.</param>
    /// <param name="shardTokens">Maximum tokens of a shard.</param>
    /// <param name="buckets">Number of buckets.</param>
    /// <exception cref="CommandFailedException">The folder already exists.</exception>
    /// <exception cref="IOException">It cannot be written there, or another command is writing it.</exception>
    public TokenExport(
        string folder,
        string name,
        string split,
        TokenLayout layout,
        int separator,
        int shardTokens,
        int buckets
    )
    {
        if (Path.Exists(folder))
            throw new CommandFailedException(
                $"{Path.GetFullPath(folder)} already exists: remove it, or name another folder"
            );
        (_folder, _layout, _separator) = (PartialFolder.Create(folder), layout, separator);
        var first = split == "val" ? 0 : 1;
        _buckets =
        [
            .. Enumerable
                .Range(0, buckets)
                .Select(bucket => new TokenShardWriter(layout, separator, shardTokens, shard =>
                    Path.Combine(
                        _folder.Path,
                        $"{name}_{split}_{shard + first:D6}{(buckets == 1 ? "" : $"/bucket_{bucket + 1}")}.bin"
                    )
                )),
        ];
    }

    public void Ask(QueryRequest request) => request.IncludeTokens = true;

    public ValueTask AddAsync(ScoredDocument document, int bucket)
    {
        try
        {
            _buckets[bucket].Add([.. document.TokenIds]);
        }
        catch (InvalidDataException unfit)
        {
            throw new CommandFailedException($"document '{document.Id}': {unfit.Message}");
        }
        return ValueTask.CompletedTask;
    }

    public async Task PublishAsync(ExportSummary summary)
    {
        foreach (var bucket in _buckets)
            bucket.Finish();
        await new TokenExportManifest(_layout, _separator, _folder.Path).WriteAsync(summary, _buckets);
        _folder.Publish();
    }

    public ValueTask DisposeAsync()
    {
        // A full disk, too, leaves no half export: what it could not take is not wanted any more.
        using (_folder)
        {
            foreach (var bucket in _buckets)
                bucket.Dispose();
        }
        return ValueTask.CompletedTask;
    }
}
