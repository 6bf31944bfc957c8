using CsCheck;
using FluxEntropy.Scoring;

namespace FluxEntropy.Tests.Scoring;

/// <summary>How a device is shared among corpora.</summary>
public class FairnessTests
{
    private const double Speed = 1000; // tokens a second
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(1);
    private static readonly ScorerOptions Options = new();

    [Fact]
    public void Busy_corpora_get_equal_shares_of_every_device_whatever_their_segments_and_names() =>
        Gen.Select(Gen.Int[100, 4000].Array[2, 8], Gen.Int[1, 3])
            .Sample(
                (tokens, devices) =>
                {
                    var corpora = tokens.Select((size, i) => new FarmCorpus($"corpus-{i}", "profile", size)).ToArray();
                    var farm = new ScorerFarm(corpora, Options, Speed, Load);
                    farm.Run(devices, TimeSpan.FromMinutes(20));
                    var fair = farm.Scored.Values.Sum() / (double)corpora.Length;
                    Assert.All(farm.Scored.Values, share => Assert.InRange(share, fair * 0.9, fair * 1.1));
                    Assert.Equal(devices, farm.Loads);
                },
                iter: 100
            );

    [Fact]
    public void Corpora_under_several_models_get_equal_shares_and_none_waits_longer_than_two_turns_of_each_other() =>
        Gen.Select(Gen.Int[100, 4000].Array[2, 6], Gen.Int[0, 2].Array[6], Gen.Int[1, 2])
            .Sample(
                (tokens, profiles, devices) =>
                {
                    var corpora = tokens
                        .Select((size, i) => new FarmCorpus($"corpus-{i}", $"profile-{profiles[i]}", size))
                        .ToArray();
                    var farm = new ScorerFarm(corpora, Options, Speed, Load);
                    farm.Run(devices, TimeSpan.FromHours(2));
                    var fair = farm.Scored.Values.Sum() / (double)corpora.Length;
                    Assert.All(farm.Scored.Values, share => Assert.InRange(share, fair * 0.8, fair * 1.2));
                    Assert.All(farm.LongestWait.Values, wait => Assert.InRange(wait, TimeSpan.Zero, Bound(corpora)));
                },
                iter: 100
            );

    [Fact]
    public void A_corpus_that_comes_late_waits_no_longer_and_gets_no_more_than_the_others() =>
        Gen.Select(Gen.Int[100, 4000].Array[2, 6], Gen.Int[0, 2].Array[6], Gen.Double[1, 900])
            .Sample(
                (tokens, profiles, from) =>
                {
                    var corpora = tokens
                        .Select(
                            (size, i) =>
                                new FarmCorpus($"corpus-{i}", $"profile-{profiles[i]}", size, From: i == 0 ? from : 0)
                        )
                        .ToArray();
                    var farm = new ScorerFarm(corpora, Options, Speed, Load);
                    farm.Run(1, TimeSpan.FromMinutes(20));
                    Assert.All(farm.LongestWait.Values, wait => Assert.InRange(wait, TimeSpan.Zero, Bound(corpora)));
                },
                iter: 100
            );

    [Fact]
    public void A_device_changes_its_model_at_most_once_a_turn()
    {
        var corpora = new FarmCorpus[] { new("a", "first", 500), new("b", "second", 500), new("c", "first", 500) };
        var farm = new ScorerFarm(corpora, Options, Speed, Load);
        farm.Run(1, TimeSpan.FromMinutes(20));
        Assert.InRange(farm.Loads, 2, (int)(TimeSpan.FromMinutes(20) / Options.Turn));
    }

    // Its lead over the others is at most a turn; each of them needs that much, and goes beyond it by at most another one. Corpora do not
    // announce their work here, so that one that comes late waits for a poll besides.
    private static TimeSpan Bound(FarmCorpus[] corpora)
    {
        var segments = TimeSpan.FromSeconds(Options.SegmentsInProgress * corpora.Max(corpus => corpus.Tokens) / Speed);
        return (2 * (corpora.Length - 1) * (Options.Turn + segments + Load)) + segments + Load + Options.MaxPoll;
    }
}
