using CsCheck;
using FluxEntropy.Metrics;
using FluxEntropy.Sketches;

namespace FluxEntropy.Tests.Sketches;

public sealed class MetricHistogramTests
{
    private static readonly Gen<(float Value, int Tokens)[]> Documents = Gen.Select(
        Gen.OneOf(Gen.Float[0, 12], Gen.Float[0, 0.01f], Gen.OneOfConst(0f, 1f, 2f)),
        Gen.Int[0, 5000]
    ).Array[1, 200];

    private static readonly Gen<string> Metric = Gen.OneOfConst([.. MetricCatalog.BuiltIn.Names]);

    [Fact]
    public void Merges_give_the_same_histogram_in_any_order() =>
        Gen.Select(Metric, Documents.Array[0, 5])
            .SelectMany(parts => Gen.Shuffle(parts.Item2).Select(shuffled => (parts.Item1, parts.Item2, shuffled)))
            .Sample(sample =>
            {
                var (metric, parts, shuffled) = sample;
                var whole = Of(metric, parts.SelectMany(part => part));
                var merged = New(metric);
                foreach (var part in shuffled)
                    merged.Merge(Of(metric, part));
                Assert.Equal(whole, merged);
                Assert.Equal(whole.Encode(), merged.Encode());
            });

    [Fact]
    public void A_quantile_brackets_the_exact_one_and_its_rank_is_off_by_at_most_the_stated_error() =>
        Gen.Select(Metric, Documents, Gen.Double[0, 1], Gen.OneOfConst(Mass.Documents, Mass.Tokens))
            .Sample(
                (metric, documents, q, mass) =>
                {
                    var histogram = Of(metric, documents);
                    if (histogram.Total(mass) == 0)
                        return;
                    var answer = histogram.Quantile(q, mass);
                    var exact = ExactQuantile(documents, q, mass);
                    Assert.True(IsBracketed(metric, exact, answer), $"{exact} is not in {answer}");
                    var below = documents
                        .Where(document => document.Value < answer.Value)
                        .Sum(document => Weight(document, mass));
                    var target = Math.Ceiling(q * histogram.Total(mass));
                    Assert.True(
                        Math.Abs(below - target) <= (answer.RankError * histogram.Total(mass)) + 1,
                        $"{below} is too far from {target}"
                    );
                }
            );

    [Fact]
    public void The_exact_rank_of_a_value_lies_within_the_stated_error() =>
        Gen.Select(Metric, Documents, Gen.Float[0, 12], Gen.OneOfConst(Mass.Documents, Mass.Tokens))
            .Sample(
                (metric, documents, value, mass) =>
                {
                    var answer = Of(metric, documents).RankOf(value, mass);
                    var exact = documents
                        .Where(document => document.Value < value)
                        .Sum(document => Weight(document, mass));
                    Assert.InRange(exact, answer.Below, answer.Below + answer.Error);
                }
            );

    [Fact]
    public void Bytes_decode_to_an_equal_histogram() =>
        Gen.Select(Metric, Documents)
            .Sample(
                (metric, documents) =>
                {
                    var histogram = Of(metric, documents);
                    Assert.Equal(histogram, MetricHistogram.Decode(histogram.Encode()));
                }
            );

    [Fact]
    public void Damaged_bytes_are_refused_or_read_as_some_histogram_but_never_crash() =>
        Gen.Select(Documents, Gen.Int[0, 1000], Gen.Byte)
            .Sample(
                (documents, position, value) =>
                {
                    var bytes = Of("perplexity", documents).Encode();
                    bytes[position % bytes.Length] = value;
                    var refusal = Record.Exception(() => MetricHistogram.Decode(bytes));
                    Assert.True(refusal is null or InvalidDataException, refusal?.ToString());
                }
            );

    [Fact]
    public void Counting_taking_back_and_asking_in_any_order_leave_what_the_rest_alone_gives() =>
        Gen.Select(Metric, Gen.Float[0, 12].Array[1, 3000], Gen.Int[0, 6].Array[1, 3000])
            .Sample(
                (metric, values, moves) =>
                {
                    var histogram = New(metric);
                    var left = new List<(float Value, int Tokens)>();
                    for (var i = 0; i < values.Length; i++)
                    {
                        switch (moves[i % moves.Length])
                        {
                            case 0 when left.Count > 0:
                                var (value, tokens) = left[i * 7 % left.Count];
                                histogram.Remove(value, tokens);
                                left.Remove((value, tokens));
                                break;
                            case 1:
                                histogram.RankOf(values[i]);
                                break;
                            default:
                                histogram.Add(values[i], i);
                                left.Add((values[i], i));
                                break;
                        }
                    }
                    Assert.Equal(Of(metric, left), histogram);
                    Assert.Equal(
                        (left.Count, left.Sum(document => (long)document.Tokens)),
                        (histogram.Documents, histogram.Tokens)
                    );
                },
                iter: 200
            );

    [Fact]
    public void A_copy_and_what_it_was_copied_from_go_their_own_ways()
    {
        (float, int)[] documents = [.. Enumerable.Range(0, 1000).Select(i => (i / 100f, i))];
        var first = Of("entropy.mean", documents);
        var copy = New("entropy.mean");
        copy.Merge(first);
        copy.Add(3, 5);
        first.Remove(2, 200);
        Assert.Equal(Of("entropy.mean", [.. documents, (3, 5)]), copy);
        Assert.Equal(Of("entropy.mean", documents.Where(document => document != (2, 200))), first);
    }

    [Fact]
    public void Everything_taken_back_leaves_nothing_and_what_is_merged_then_is_all()
    {
        var histogram = Of("entropy.mean", [(1, 2), (3, 4)]);
        histogram.RankOf(1);
        histogram.Remove(1, 2);
        histogram.Remove(3, 4);
        Assert.Empty(histogram.Cells);
        histogram.Add(1, 2);
        histogram.Remove(1, 2);
        histogram.Merge(Of("entropy.mean", [(1, 7)]));
        Assert.Equal(Of("entropy.mean", [(1, 7)]), histogram);
    }

    [Fact]
    public void What_was_never_counted_cannot_be_taken_back()
    {
        var histogram = Of("entropy.mean", [(1, 2), (1, 3)]);
        Assert.Throws<InvalidOperationException>(() => histogram.Remove(2, 2));
        Assert.Throws<InvalidOperationException>(() => histogram.Remove(1, 6));
        histogram.Remove(1, 3);
        Assert.Throws<InvalidOperationException>(() => histogram.Remove(1, 1)); // a token would be left without a document
        Assert.Equal(Of("entropy.mean", [(1, 2)]), histogram);
    }

    [Fact]
    public void A_document_without_a_value_is_refused() =>
        Assert.Contains(
            "unranked",
            Assert.Throws<ArgumentException>(() => New("perplexity").Add(float.NaN, 1)).Message
        );

    [Fact]
    public void An_empty_histogram_has_no_quantiles() =>
        Assert.Throws<InvalidOperationException>(() => New("entropy.mean").Quantile(0.5));

    private static MetricHistogram New(string metric) => new(metric, MetricCatalog.BuiltIn.ColumnOf(metric)!.Cells);

    private static MetricHistogram Of(string metric, IEnumerable<(float Value, int Tokens)> documents)
    {
        var histogram = New(metric);
        foreach (var (value, tokens) in documents)
            histogram.Add(value, tokens);
        return histogram;
    }

    private static long Weight((float Value, int Tokens) document, Mass mass) =>
        mass == Mass.Tokens ? document.Tokens : 1;

    private static float ExactQuantile((float Value, int Tokens)[] documents, double q, Mass mass)
    {
        var sorted = documents.OrderBy(document => document.Value).ToArray();
        var rank = Math.Max(1, (long)Math.Ceiling(q * sorted.Sum(document => Weight(document, mass))));
        var through = 0L;
        return sorted.First(document => (through += Weight(document, mass)) >= rank).Value;
    }

    // The last cell of a bounded metric stands for its maximum and takes whatever lies above.
    private static bool IsBracketed(string metric, float exact, QuantileAnswer answer) =>
        (exact >= answer.LowerBound && exact <= answer.UpperBound)
        || (metric is "margin.mean" or "top1.mean" && exact > 1 && answer.UpperBound == 1);
}
