using CsCheck;
using FluxEntropy.Engines.Simulated;
using FluxEntropy.Metrics;

namespace FluxEntropy.Tests.Engines.Simulated;

public class SimulatedModelTests
{
    [Fact]
    public void A_text_has_one_score_and_every_metric_of_it_is_finite() =>
        Gen.String[1, 400]
            .Sample(text =>
            {
                var score = SimulatedModel.Score(text);
                Assert.All(score.Metrics, value => Assert.True(float.IsFinite(value)));
                Assert.Equal(score.Metrics, SimulatedModel.Score(text).Metrics);
                Assert.All(score.TokenIds, id => Assert.InRange(id, 0, SimulatedModel.Profile.VocabularySize - 1));
            });

    [Fact]
    public void Scores_obey_what_distributions_must() =>
        Gen.String[1, 400]
            .Sample(text =>
            {
                var tokens = SimulatedModel.Score(text, perToken: true).PerToken!;
                for (var i = 0; i < tokens.Surprisal.Length; i++)
                {
                    Assert.InRange(tokens.Entropy[i], 0, Math.Log(SimulatedModel.Profile.VocabularySize));
                    Assert.True(tokens.Top1[i] >= Math.Exp(-tokens.Entropy[i]) - 1e-6);
                    Assert.True(tokens.Surprisal[i] >= -Math.Log(tokens.Top1[i]) - 1e-5);
                    Assert.True(tokens.Rank[i] <= Math.Exp(tokens.Surprisal[i]) + 1e-3);
                    Assert.InRange(tokens.Margin[i], 0, tokens.Top1[i]);
                }
            });

    [Fact]
    public void An_empty_text_is_counted_and_unranked() =>
        Assert.All(SimulatedModel.Score("").Metrics, value => Assert.True(float.IsNaN(value)));

    [Fact]
    public void Texts_differ_in_entropy_as_those_of_a_small_model_do()
    {
        var column = MetricCatalog.BuiltIn.IndexOf("entropy.mean");
        var means = Enumerable
            .Range(0, 2000)
            .Select(i => SimulatedModel.Score($"document {i}, long enough for a few tokens").Metrics[column])
            .ToArray();
        Assert.InRange(means.Average(), 2.9, 3.5);
        Assert.True(means.Max() - means.Min() > 2);
    }
}
