using FluxEntropy.Cli.CommandLine;
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
    private readonly string _folder;
    private readonly string _partial;
    private readonly TokenLayout _layout;
    private readonly int _separator;
    private readonly TokenShardWriter[] _buckets;
    private bool _published;

    /// <param name="folder">Where it goes; must not exist.</param>
    /// <param name="name">What shards are named after.</param>
    /// <param name="split"><c>train</c> or <c>val</c>.</param>
    /// <param name="layout">Layout of the shards.</param>
    /// <param name="separator">Token before every document.</param>
    /// <param name="shardTokens">Maximum tokens of a shard.</param>
    /// <param name="buckets">Number of buckets.</param>
    /// <exception cref="CommandFailedException">The folder already exists.</exception>
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
        (_folder, _layout, _separator) = (
            Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)),
            layout,
            separator
        );
        _partial = _folder + ".partial";
        foreach (var taken in new[] { _folder, _partial }.Where(path => Directory.Exists(path) || File.Exists(path)))
            throw new CommandFailedException(
                $"{taken} already exists{(taken == _partial ? ", left by an interrupted export" : "")}: "
                    + "remove it, or name another folder"
            );
        Directory.CreateDirectory(_partial);
        var first = split == "val" ? 0 : 1;
        _buckets =
        [
            .. Enumerable
                .Range(0, buckets)
                .Select(bucket => new TokenShardWriter(layout, separator, shardTokens, shard =>
                    Path.Combine(
                        _partial,
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
        await new TokenExportManifest(_layout, _separator, _partial).WriteAsync(summary, _buckets);
        Directory.Move(_partial, _folder);
        _published = true;
    }

    public ValueTask DisposeAsync()
    {
        if (_published)
            return ValueTask.CompletedTask;
        try
        {
            foreach (var bucket in _buckets)
                bucket.Dispose();
        }
        finally
        {
            // A full disk, too, leaves no half export: what it could not take is not wanted any more.
            Directory.Delete(_partial, recursive: true);
        }
        return ValueTask.CompletedTask;
    }
}
