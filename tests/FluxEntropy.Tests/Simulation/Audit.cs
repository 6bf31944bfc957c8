using FluxEntropy.Curricula;
using FluxEntropy.Logs;
using FluxEntropy.Metrics;
using FluxEntropy.Orderings;
using FluxEntropy.Scores;
using FluxEntropy.Sessions;
using FluxEntropy.Shards;
using FluxEntropy.Storage;
using FluxEntropy.TrainingRuns;

namespace FluxEntropy.Tests.Simulation;

/// <summary>Checks, once the work is done, that the files hold what everybody was told: exactly that, and each thing once.</summary>
internal sealed class Audit(Cluster cluster, SimulatedProcess outside)
{
    private readonly SimulatedStore _store = cluster.Store(outside);
    private readonly Dictionary<int, List<ScoreFile>> _scores = [];
    private readonly Dictionary<int, HashSet<int>> _deleted = []; // rows by shard

    private Journal Journal => cluster.Journal;

    public async Task CheckAsync()
    {
        for (var shard = 0; shard < Setting.Shards; shard++)
            await CheckShardAsync(shard);
        for (var group = 0; group < Setting.Groups; group++)
            await CheckAggregatorAsync(group);
        await CheckSessionAsync();
    }

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
            Journal.Problem(otherwise);
    }

    private async Task CheckShardAsync(int shard)
    {
        var log = await LogHistory.LoadAsync(_store, DataLayout.ShardLog(Setting.Corpus.Id, shard));
        using var index = new MemoryIndex([], Setting.Corpus.HeldOut);
        await IndexCatchUp.RunAsync(log, index, CancellationToken.None);
        var rows = index.Rows(0, int.MaxValue, int.MaxValue);
        foreach (var row in rows)
            Require(
                Journal.Sent.Contains((row.Id, DocumentContent.Hex(row.TextHash))),
                $"unexpected: row {row.Row} of shard {shard}, {row.Id}, was never sent"
            );
        foreach (var id in rows.Where(row => !row.IsDeleted).GroupBy(row => row.Id).Where(rows => rows.Count() > 1))
            Journal.Problem($"duplicated: {id.Key} has {id.Count()} live rows");
        foreach (var accepted in Journal.Accepted.Where(accepted => accepted.Shard == shard))
            Require(
                index.Row(accepted.Row) is { } row
                    && row.Id == accepted.Id
                    && DocumentContent.Hex(row.TextHash) == accepted.TextHash,
                $"lost: {accepted.Id} was acknowledged as row {accepted.Row} of shard {shard}, which "
                    + $"is {index.Row(accepted.Row)?.Id ?? "not there"}"
            );
        _deleted[shard] = [.. rows.Where(row => row.IsDeleted).Select(row => row.Row)];
        foreach (var row in Journal.Deleted.Where(row => row.Shard == shard && !_deleted[shard].Contains(row.Row)))
            Journal.Problem($"lost: the deletion of row {row.Row} of shard {shard}");
        var published = await ShardHistory.TombstonesAsync(_store, Setting.Corpus.Id, shard);
        Require(
            published.SequenceEqual(index.Tombstones(0, int.MaxValue)),
            $"shard {shard}: the tombstones that were published, {string.Join(", ", published)}, are "
                + $"not those of its log, {string.Join(", ", index.Tombstones(0, int.MaxValue))}; files "
                + $"{string.Join(" ", _store.Files(DataLayout.Tombstones(Setting.Corpus.Id, shard)))}"
        );
        var quarantined = index.Quarantined(0, int.MaxValue).Select(record => (record.Id, record.TextHash)).ToArray();
        Require(
            quarantined.Distinct().Count() == quarantined.Length,
            $"duplicated: shard {shard} quarantined a record twice"
        );
        foreach (
            var (id, hash) in Journal.Quarantined.Where(record =>
                DocumentId.ShardOf(record.Id, Setting.Shards) == shard
            )
        )
            Require(quarantined.Contains((id, hash)), $"lost: the quarantined text {hash} of {id}");
        Require(
            index.Counts.CutRows == index.Counts.Documents,
            $"shard {shard}: rows behind the last cut, which was acknowledged"
        );
        Require(
            index.Segments(0, int.MaxValue).All(segment => segment.Rows <= Setting.Corpus.SegmentDocuments),
            $"shard {shard}: a segment holds more rows than one may"
        );
        CheckScores(shard, index.Segments(0, int.MaxValue));
    }

    private void CheckScores(int shard, IReadOnlyList<Segment> segments)
    {
        _scores[shard] = [];
        Require(
            _store.Files(DataLayout.Scores(Setting.Corpus.Id, Setting.Profile, shard)).Count == segments.Count,
            $"unexpected: shard {shard} has {segments.Count} segments and another number of score files"
        );
        foreach (var segment in segments)
        {
            var path = DataLayout.ScoreFile(Setting.Corpus.Id, Setting.Profile, shard, segment.Number);
            if (cluster.Disk.Find(path) is not { } file)
            {
                Journal.Problem($"lost: {path}");
                continue;
            }

            var scores = ScoreFile.Read(file.Bytes.ToArray(), path);
            _scores[shard].Add(scores);
            Require(
                (scores.Header.FirstRow, scores.Header.Rows) == (segment.FirstRow, segment.Rows),
                $"{path} does not hold the rows of its segment"
            );
            Require(
                !Journal.Published.TryGetValue(path, out var checksum) || checksum == scores.Checksum,
                $"{path} changed after it was published"
            );
        }
    }

    // A cold start: from the record and the score files behind it, as any activation would.
    private async Task CheckAggregatorAsync(int group)
    {
        var shards = Enumerable.Range(0, Setting.Shards).Where(shard => shard % Setting.Groups == group).ToArray();
        using var aggregator = await GroupAggregator.OpenAsync(
            _store,
            Setting.Corpus.Id,
            Setting.Profile,
            group,
            shards,
            Setting.Metric,
            path => Setting.OpenRun(_store, path),
            () => ""
        );
        while (await aggregator.AdvanceAsync(int.MaxValue) > 0)
        {
            // More may be there.
        }

        var files = shards.SelectMany(shard => _scores[shard]).ToArray();
        var ranked = files
            .SelectMany(Ranked)
            .Where(entry => !_deleted[entry.Shard].Contains(entry.Row))
            .Order()
            .ToArray();
        var aggregate = aggregator.Aggregate;
        Require(
            aggregate.Indexed == files.Sum(file => file.Header.Rows),
            $"aggregator {group} indexed {aggregate.Indexed} of {files.Sum(file => file.Header.Rows)} rows"
        );
        Require(
            aggregate.Deleted == shards.Sum(shard => _deleted[shard].Count),
            $"aggregator {group} heeded {aggregate.Deleted} of {shards.Sum(shard => _deleted[shard].Count)} deletions"
        );
        var tokens = ranked.Sum(entry => (long)entry.Tokens);
        foreach (var metric in MetricCatalog.BuiltIn.Names)
        {
            var (documents, counted) = aggregate.Find(metric)?.Histogram is { } histogram
                ? (histogram.Documents, histogram.Tokens)
                : (0, 0);
            Require(
                (documents, counted) == (ranked.Length, tokens),
                $"aggregator {group}: the histogram of {metric} holds {documents} of {ranked.Length} ranked rows"
            );
        }
        Require(
            RunMerge
                .Entries(aggregator.Runs(Setting.Metric), aggregator.DeletedRuns(Setting.Metric))
                .SequenceEqual(ranked),
            $"aggregator {group}: its runs do not hold exactly the ranked rows"
        );
        var rebuilt = new RunBuilder(Setting.Profile, Setting.Metric, shards.Select(ShardMark.Start));
        foreach (var file in files)
            rebuilt.Accept(SegmentScores.Of(file));
        foreach (var shard in shards)
            rebuilt.Advance(shard, 0, _deleted[shard].Count);
        Require(
            rebuilt.Marks.SequenceEqual(aggregate.Marks),
            $"aggregator {group}: its marks are not those of the published score files"
        );
    }

    private static IEnumerable<OrderingEntry> Ranked(ScoreFile file) =>
        from row in Enumerable.Range(0, file.Header.Rows)
        where file.Status(row) == RowStatus.Scored && !file.IsHeldOut(row)
        select new OrderingEntry(
            file.Column(Setting.Metric)![row],
            file.Header.Shard,
            file.Header.FirstRow + row,
            file.Tokens[row]
        );

    private async Task CheckSessionAsync()
    {
        var log = await LogHistory.LoadAsync(_store, DataLayout.SessionLog(Setting.Session.Id));
        var replay = await SessionReplay.RunAsync(
            Setting.Session,
            log.ReadAllAsync(),
            async snapshot => new SnapshotOrdering(snapshot, await SnapshotRebuild.FromScoresAsync(_store, snapshot))
        );
        foreach (var problem in replay.Problems)
            Journal.Problem($"the session does not replay: {problem}");
        var entries = await log.ReadAllAsync()
            .Select(record => SessionLogEntry.Decode(record.Payload.Span))
            .ToListAsync();
        CheckSteps([.. entries.OfType<StepPlanned>()]);
        await CheckCheckpointsAsync([.. entries.OfType<StepPlanned>().Select(step => step.TokenHash)]);
        CheckUpdates([.. entries.OfType<CurriculumUpdated>().Select(updated => updated.Entry)]);
        var reported = entries
            .OfType<StepReported>()
            .Select(reported => (reported.Branch, reported.Report.Step))
            .ToList();
        Require(reported.Distinct().Count() == reported.Count, "a report is in the log twice");
        Require(Journal.Reports.IsSubsetOf(reported), "a report that was answered is not in the log");
    }

    private void CheckSteps(IReadOnlyList<StepPlanned> steps)
    {
        Require(
            steps.Count == Setting.Session.TotalSteps,
            $"the log holds {steps.Count} of {Setting.Session.TotalSteps} steps"
        );
        foreach (var (number, left) in Journal.HandedOut)
            Require(
                number < steps.Count && steps[(int)number].Step.Equals(left.Step),
                $"step {number} left the session with other rows than the log has"
            );
        var served = steps.SelectMany(step => step.Step.Rows).Where(row => row.FromToken == 0).ToArray();
        foreach (var twice in served.GroupBy(row => (row.Shard, row.Row, row.Pass)).Where(rows => rows.Count() > 1))
            Journal.Problem(
                $"duplicated: row {twice.Key.Row} of shard {twice.Key.Shard} was served {twice.Count()} times in pass {twice.Key.Pass}"
            );
        var rankable = _scores
            .Values.SelectMany(files => files)
            .SelectMany(Ranked)
            .Select(entry => (entry.Shard, entry.Row))
            .ToHashSet();
        Require(
            served.All(row => rankable.Contains((row.Shard, row.Row))),
            "unexpected: a row was served that is not ranked"
        );
    }

    // Whoever saved them, on whatever branch: the model was trained on exactly the log's steps, in their order, each once.
    private async Task CheckCheckpointsAsync(IReadOnlyList<ulong> tokens)
    {
        var folder = DataLayout.Checkpoints(Setting.Session.Id);
        var isTrained = false;
        foreach (var file in _store.Files(folder))
        {
            var checkpoint = CheckedJson.Decode<Checkpoint>(await _store.ReadAsync($"{folder}/{file}"), file);
            Require(
                SimulatedTrainer.WeightsOf(checkpoint)
                    == SimulatedTrainer.WeightsAfter(tokens.Take((int)checkpoint.Step)),
                $"checkpoint {file} is not of a model that was trained on the first {checkpoint.Step} steps"
            );
            isTrained |= checkpoint.Step == Setting.Session.TotalSteps;
        }
        Require(isTrained, "no checkpoint of the last step is there, and the run finished");
    }

    private void CheckUpdates(IReadOnlyList<CurriculumEntry> versions)
    {
        Require(
            versions
                .Select(entry => entry.Version)
                .SequenceEqual(Enumerable.Range(1, versions.Count).Select(version => (long)version)),
            "curriculum versions are not linear"
        );
        Require(
            Journal.Updates.Select(update => update.Version).Distinct().Count() == Journal.Updates.Count,
            "two authors were told that they wrote one version"
        );
        foreach (var (version, from) in Journal.Updates)
        {
            Require(
                versions.Any(entry => (entry.Version, entry.FromStep) == (version, from)),
                $"update {version} from step {from} was acknowledged and is not in the log"
            );
            foreach (var (number, left) in Journal.HandedOut)
                Require(
                    number < from || left.Step.CurriculumVersion >= version,
                    $"update {version} holds from step {from}, and step {number} was handed out under version {left.Step.CurriculumVersion}"
                );
        }
    }
}
