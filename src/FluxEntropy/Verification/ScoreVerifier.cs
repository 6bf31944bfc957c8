using System.Globalization;
using FluxEntropy.Metrics;
using FluxEntropy.Scores;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Verification;

/// <summary>Compares the score files of one profile, and the token files beside them, with the rows that they are of.</summary>
internal sealed class ScoreVerifier(
    IFileStore store,
    CorpusSettings corpus,
    string profileHash,
    IReadOnlyList<ShardContent> shards,
    Findings findings
)
{
    private int _vocabulary = int.MaxValue;

    /// <summary>Returns how many live rows have a score, or a reason why they have none.</summary>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        var tokenizer = await TokenizerAsync();
        var indexed = 0L;
        var folder = $"{DataLayout.Scores(corpus.Id)}/{profileHash}";
        foreach (var name in store.Folders(folder))
        {
            if (Number(name, DataLayout.Shard) is not { } shard || shard >= shards.Count)
            {
                findings.Problem(
                    "scores",
                    $"{folder}/{name}",
                    $"it is not a shard of the corpus, which has {shards.Count}"
                );
                continue;
            }

            foreach (var file in store.Files($"{folder}/{name}"))
                indexed += await CheckAsync(shard, $"{folder}/{name}/{file}", tokenizer, cancellationToken);
        }

        return indexed;
    }

    /// <summary>The number that a name stands for, if it is the name of that number.</summary>
    internal static int? Number(string name, Func<int, string> nameOf) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && nameOf(number) == name
            ? number
            : null;

    private async Task<string?> TokenizerAsync()
    {
        string? tokenizer = null;
        var path = DataLayout.Profile(profileHash);
        await findings.GuardAsync("settings", path, async () =>
        {
            var profile = CheckedJson.Decode<StoredProfile>(await store.ReadAsync(path), path).Profile;
            if (profile?.Hash == profileHash)
                (tokenizer, _vocabulary) = (profile.TokenSet, profile.VocabularySize);
            else
                findings.Problem("settings", path, $"it holds profile {profile?.Hash ?? "null"}");
        });
        return tokenizer;
    }

    private async Task<long> CheckAsync(int shard, string path, string? tokenizer, CancellationToken cancellationToken)
    {
        findings.Counts.ScoreFiles++;
        var rows = 0L;
        await findings.GuardAsync("scores", path, async () =>
        {
            var file = ScoreFile.Read(await store.ReadAsync(path, cancellationToken), path);
            var header = file.Header;
            if (path != DataLayout.ScoreFile(header.CorpusId, header.ProfileHash, header.Shard, header.Segment))
                findings.Problem(
                    "scores",
                    path,
                    $"its header is that of segment {header.Segment} of shard {header.Shard} of corpus {header.CorpusId} under profile {header.ProfileHash}"
                );
            else if (header.Segment >= shards[shard].Segments.Count)
                findings.Unexpected(
                    "scores",
                    path,
                    $"it scores {header.Rows} rows of segment {header.Segment}, and the log has {shards[shard].Segments.Count} segments",
                    header.Rows
                );
            else
                rows = CompareRows(file, shards[shard], path);
            if (!header.Metrics.SequenceEqual(MetricCatalog.Names))
                findings.Problem(
                    "scores",
                    path,
                    $"it holds the metrics {string.Join(", ", header.Metrics)}, and not those that are known"
                );
            if (
                tokenizer is not null
                && file.Header.Shard == shard
                && file.Header.Segment < shards[shard].Segments.Count
            )
                await CompareTokensAsync(
                    file,
                    DataLayout.TokenFile(corpus.Id, tokenizer, header.Shard, header.Segment),
                    cancellationToken
                );
        });
        return rows;
    }

    private int CompareRows(ScoreFile file, ShardContent shard, string path)
    {
        var (header, segment) = (file.Header, shard.Segments[file.Header.Segment]);
        if (header.FirstRow != segment.FirstRow || header.Rows < segment.Rows)
            findings.Problem(
                "scores",
                path,
                $"it scores {header.Rows} rows from row {header.FirstRow} on, and the segment has {segment.Rows} from row {segment.FirstRow} on"
            );
        if (header.Rows > segment.Rows)
            findings.Unexpected(
                "scores",
                path,
                $"it scores {header.Rows} rows, and the segment has {segment.Rows}",
                header.Rows - segment.Rows
            );
        for (var i = 0; i < Math.Min(header.Rows, segment.Rows); i++)
        {
            var row = header.FirstRow + i;
            if (!shard.Rows.TryGetValue(row, out var facts))
                findings.Problem("scores", path, $"row {row} has a score, and is missing in the log");
            else if (facts.HeldOut != file.IsHeldOut(i))
                findings.Problem(
                    "scores",
                    path,
                    $"row {row} is {(facts.HeldOut ? "" : "not ")}held out, and its score says otherwise"
                );
            if ((file.Status(i) == RowStatus.Failed) != (file.Failure(i) is not null))
                findings.Problem(
                    "scores",
                    path,
                    $"row {row} is {file.Status(i)}, and its reason is '{file.Failure(i)}'"
                );
        }

        return Enumerable
            .Range(header.FirstRow, Math.Min(header.Rows, segment.Rows))
            .Count(row => !shard.Deleted.ContainsKey(row));
    }

    private Task<bool> CompareTokensAsync(ScoreFile scores, string path, CancellationToken cancellationToken) =>
        findings.GuardAsync("tokens", path, async () =>
        {
            var tokens = TokenFile.Read(await store.ReadAsync(path, cancellationToken), path);
            if (tokens.FirstRow != scores.Header.FirstRow || tokens.Rows != scores.Header.Rows)
            {
                findings.Problem(
                    "tokens",
                    path,
                    $"it holds {tokens.Rows} rows from row {tokens.FirstRow} on, and the scores are of {scores.Header.Rows} from row {scores.Header.FirstRow} on"
                );
                return;
            }

            for (var i = 0; i < tokens.Rows; i++)
            {
                if (scores.Status(i) != RowStatus.Failed && tokens.Length(i) != scores.Tokens[i])
                    findings.Problem(
                        "tokens",
                        path,
                        $"row {tokens.FirstRow + i} has {tokens.Length(i)} tokens, and {scores.Tokens[i]} were scored"
                    );
                if (tokens.Largest(i) >= _vocabulary)
                    findings.Problem(
                        "tokens",
                        path,
                        $"row {tokens.FirstRow + i} has token {tokens.Largest(i)}, and the tokenizer has {_vocabulary}"
                    );
            }
        });

    private sealed record StoredProfile(ScoringProfile? Profile);
}
