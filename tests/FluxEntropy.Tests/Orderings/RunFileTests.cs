using CsCheck;
using FluxEntropy.Orderings;

namespace FluxEntropy.Tests.Orderings;

public sealed class RunFileTests : IDisposable
{
    private static readonly Gen<OrderingEntry[]> Entries = Gen.Select(
            Gen.OneOf(Gen.Float[-5, 5], Gen.OneOfConst(0f, 1f)),
            Gen.Int[0, 3],
            Gen.Int[0, 10_000],
            Gen.Int[0, 100]
        )
        .Select((value, shard, row, tokens) => new OrderingEntry(value, shard, row, tokens))
        .Array[0, 300]
        .Select(entries => entries.DistinctBy(entry => (entry.Shard, entry.Row)).ToArray());

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_file_answers_as_the_run_in_memory_does() =>
        Entries.Sample(
            entries =>
            {
                var memory = new MemoryRun(Documents.Info(), entries);
                using var file = Written(memory);
                Assert.Equal(memory.Entries(), file.Entries());
                Assert.Equal((memory.Count, memory.TotalTokens), (file.Count, file.TotalTokens));
                for (var rank = 0; rank <= memory.Count; rank++)
                    Assert.Equal(memory.TokensBefore(rank), file.TokensBefore(rank));
                for (var rank = 0; rank < memory.Count; rank++)
                    Assert.Equal(rank, file.RankOf(file.EntryAt(rank)));
                foreach (var value in new[] { -6f, 0, 0.5f, 1, 6 })
                    Assert.Equal(entries.LongCount(entry => entry.Value < value), file.RankOf(value));
                for (long mass = 0; mass <= memory.TotalTokens; mass += 37)
                    Assert.Equal(memory.RankAtTokenMass(mass), file.RankAtTokenMass(mass));
            },
            iter: 30,
            threads: 1
        );

    [Fact]
    public void A_run_of_a_metric_that_this_program_does_not_know_answers_like_any_other()
    {
        var info = Documents.Info() with { Metric = "gone.long.ago" };
        using var file = Written(new MemoryRun(info, [new OrderingEntry(2, 0, 1, 5), new OrderingEntry(1, 0, 2, 7)]));

        Assert.Equal("gone.long.ago", RunInfo.Merge([file.Info, info with { Sources = [] }]).Metric);
        Assert.Equal((2, 12, 1), (file.Count, file.TotalTokens, file.RankOf(1.5f)));
    }

    [Fact]
    public void A_merge_is_the_sorted_union() =>
        Entries.Sample(entries =>
        {
            var runs = entries
                .GroupBy(entry => entry.Row % 5)
                .Select(part => new MemoryRun(Documents.Info(), part))
                .ToArray();
            Assert.Equal(entries.Order(), RunMerge.Entries(runs));
        });

    [Fact]
    public void A_merge_refuses_a_row_that_two_runs_hold()
    {
        var run = new MemoryRun(Documents.Info(), [new OrderingEntry(1, 0, 7, 3)]);
        using var stream = new MemoryStream();
        Assert.Contains(
            "strictly ascending",
            Assert.Throws<ArgumentException>(() => RunMerge.Write(stream, [run, run], [])).Message
        );
    }

    [Fact]
    public void Any_changed_byte_and_any_truncation_is_refused()
    {
        var run = new MemoryRun(Documents.Info(), [new(1, 0, 7, 3), new(2, 1, 0, 4)]);
        using var stream = new MemoryStream();
        RunFile.Write(stream, run.Info, run.Entries());
        var intact = stream.ToArray();
        var path = _folder["damaged"];
        for (var i = 0; i < intact.Length; i++)
        {
            var damaged = (byte[])intact.Clone();
            damaged[i] ^= 0x40;
            File.WriteAllBytes(path, damaged);
            Assert.Contains(path, Assert.Throws<InvalidDataException>(() => RunFile.Open(path)).Message);
            File.WriteAllBytes(path, intact[..i]);
            Assert.Throws<InvalidDataException>(() => RunFile.Open(path));
        }
    }

    [Fact]
    public void Merging_joins_contiguous_sources_and_refuses_a_break_in_the_chain()
    {
        var (a, b, c) = (new RunSource(0, 0, 2, 0, 11), new RunSource(0, 2, 5, 11, 22), new RunSource(1, 0, 1, 0, 33));
        var merged = RunInfo.Merge([
            Documents.Info() with
            {
                Sources = [b, c],
            },
            Documents.Info() with
            {
                Sources = [a],
            },
        ]);
        Assert.Equal([new RunSource(0, 0, 5, 0, 22), c], merged.Sources);
        Assert.Throws<ArgumentException>(() =>
            RunInfo.Merge([
                Documents.Info() with
                {
                    Sources = [a],
                },
                Documents.Info() with
                {
                    Sources = [b with { Before = 12 }],
                },
            ])
        );
        Assert.Throws<ArgumentException>(() =>
            RunInfo.Merge([
                Documents.Info() with
                {
                    Sources = [a],
                },
                Documents.Info() with
                {
                    Sources = [b with { FromSegment = 1 }],
                },
            ])
        );
    }

    [Fact]
    public void A_full_tier_is_merged_and_nothing_else()
    {
        Assert.Empty(RunTiers.ToMerge([10, 10, 10], fanIn: 4));
        Assert.Equal([0, 2, 3, 4], RunTiers.ToMerge([10, 1000, 9, 11, 12], fanIn: 4));
    }

    [Fact]
    public void Tiers_leave_few_runs_however_many_are_sealed() =>
        Gen.Int[1, 50]
            .Array[1, 400]
            .Sample(sealedRuns =>
            {
                var runs = new List<long>();
                foreach (var entries in sealedRuns)
                {
                    runs.Add(entries);
                    while (RunTiers.ToMerge(runs, fanIn: 4) is { Count: > 0 } merge)
                    {
                        var merged = merge.Sum(run => runs[run]);
                        foreach (var run in merge.Reverse())
                            runs.RemoveAt(run);
                        runs.Add(merged);
                    }
                }

                Assert.Equal(sealedRuns.Sum(), runs.Sum());
                Assert.True(runs.Count <= 3 * 9, $"{runs.Count} runs are left"); // at most 3 in each tier below 4^9 > 400 * 50
            });

    private RunFile Written(MemoryRun run)
    {
        var path = _folder[Guid.NewGuid().ToString("n")];
        using (var stream = File.Create(path))
            RunFile.Write(stream, run.Info, run.Entries());
        return RunFile.Open(path);
    }
}
