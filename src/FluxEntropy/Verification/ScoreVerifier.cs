using System.Globalization;
using FluxEntropy.Scores;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Verification;

/// <summary>
/// Compares the score files of one profile, and the token files beside them, with the rows that they are of. Which metrics
/// a file has is its own affair.
/// </summary>
internal sealed class ScoreVerifier(
    IFileStore store,
    CorpusSettings corpus,
    string profileHash,
    IReadOnlyList<ShardContent> shards,
    Findings findings
)
{
    /// <summary>Returns how many live rows have a score, or a reason why they have none.</summary>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        var profile = await ProfileAsync();
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
                indexed += await CheckAsync(shard, $"{folder}/{name}/{file}", profile, cancellationToken);
        }

        return indexed;
    }

    /// <summary>The number that a name stands for, if it is the name of that number.</summary>
    internal static int? Number(string name, Func<int, string> nameOf) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && nameOf(number) == name
            ? number
            : null;

    private async Task<ScoringProfile?> ProfileAsync()
    {
        ScoringProfile? found = null;
        var path = DataLayout.Profile(profileHash);
        await findings.GuardAsync("settings", path, async () =>
        {
            var profile = CheckedJson.Decode<StoredProfile>(await store.ReadAsync(path), path).Profile;
            if (profile?.Hash == profileHash)
                found = profile;
            else
                findings.Problem("settings", path, $"it holds profile {profile?.Hash ?? "null"}");
        });
        return found;
    }

    private async Task<long> CheckAsync(
        int shard,
        string path,
        ScoringProfile? profile,
        CancellationToken cancellationToken
    )
    {
        findings.Counts.ScoreFiles++;
        var rows = 0L;
        await findings.GuardAsync("scores", path, async () =>
        {
            var file = ScoreFile.Read(await store.ReadAsync(path, cancellationToken), path);
            var header = file.Header;
            var isKnown = header.Segment < shards[shard].Segments.Count;
            if (path != DataLayout.ScoreFile(header.CorpusId, header.ProfileHash, header.Shard, header.Segment))
                findings.Problem(
                    "scores",
                    path,
                    $"its header is that of segment {header.Segment} of shard {header.Shard} of corpus "
                        + $"{header.CorpusId} under profile {header.ProfileHash}"
                );
            else if (!isKnown)
                findings.Unexpected(
                    "scores",
                    path,
                    $"it scores {header.Rows} rows of segment {header.Segment}, and the log has {shards[shard].Segments.Count} segments",
                    header.Rows
                );
            else
                rows = CompareRows(file, shards[shard], path);
            if (profile is not null && header.Shard == shard && isKnown)
                await new TokenVerifier(store, profile.VocabularySize, findings).CompareAsync(
                    file,
                    DataLayout.TokenFile(corpus.Id, profile.TokenSet, header.Shard, header.Segment),
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
                $"it scores {header.Rows} rows from row {header.FirstRow} on, and the segment has "
                    + $"{segment.Rows} from row {segment.FirstRow} on"
            );
        if (header.Rows > segment.Rows)
            findings.Unexpected(
                "scores",
                path,
                $"it scores {header.Rows} rows, and the segment has {segment.Rows}",
                header.Rows - segment.Rows
            );
        for (var i = 0; i < Math.Min(header.Rows, segment.Rows); i++)
            CompareRow(file, i, shard, path);
        return Enumerable
            .Range(header.FirstRow, Math.Min(header.Rows, segment.Rows))
            .Count(row => !shard.Deleted.ContainsKey(row));
    }

    private void CompareRow(ScoreFile file, int index, ShardContent shard, string path)
    {
        var row = file.Header.FirstRow + index;
        if (!shard.Rows.TryGetValue(row, out var facts))
            findings.Problem("scores", path, $"row {row} has a score, and is missing in the log");
        else if (facts.HeldOut != file.IsHeldOut(index))
            findings.Problem(
                "scores",
                path,
                $"row {row} is {(facts.HeldOut ? "" : "not ")}held out, and its score says otherwise"
            );
        if ((file.Status(index) == RowStatus.Failed) != (file.Failure(index) is not null))
            findings.Problem(
                "scores",
                path,
                $"row {row} is {file.Status(index)}, and its reason is '{file.Failure(index)}'"
            );
    }

    private sealed record StoredProfile(ScoringProfile? Profile);
}
