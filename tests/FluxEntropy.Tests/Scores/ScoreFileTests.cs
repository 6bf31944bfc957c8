using CsCheck;
using FluxEntropy.Metrics;
using FluxEntropy.Scores;

namespace FluxEntropy.Tests.Scores;

public class ScoreFileTests
{
    private static readonly Gen<DocumentScore> GenScore = Gen.Select(
        Gen.Int[0, 70000].Array[0, 20],
        Gen.Single[0, 16].Array[MetricCatalog.BuiltIn.Names.Count],
        Gen.Int[0, 9],
        (tokens, metrics, kind) =>
            new DocumentScore
            {
                TokenIds = tokens,
                Bytes = 10,
                Metrics = kind == 0 ? [.. metrics.Select(_ => float.NaN)] : metrics,
                Failure = kind == 1 ? "logits are not finite at position 3 – ∞" : null,
            }
    );

    [Fact]
    public void What_is_written_is_read() =>
        Gen.Select(GenScore.Array[0, 30], Gen.Bool.Array[30])
            .Sample(
                (scores, heldOut) =>
                {
                    var file = ScoreFile.Read(Encode(scores, heldOut[..scores.Length]), "x.scores");
                    Assert.Equal(
                        (7, 100, scores.Length),
                        (file.Header.Segment, file.Header.FirstRow, file.Header.Rows)
                    );
                    for (var i = 0; i < scores.Length; i++)
                    {
                        Assert.Equal(scores[i].TokenIds.Length, file.Tokens[i]);
                        Assert.Equal(heldOut[i], file.IsHeldOut(i));
                        Assert.Equal(scores[i].Failure, file.Failure(i));
                        Assert.Equal(
                            scores[i].Failure is not null ? RowStatus.Failed
                                : float.IsNaN(scores[i].Metrics[0]) ? RowStatus.Unranked
                                : RowStatus.Scored,
                            file.Status(i)
                        );
                        for (var metric = 0; metric < scores[i].Metrics.Length; metric++)
                            Assert.Equal(
                                scores[i].Failure is null ? scores[i].Metrics[metric] : float.NaN,
                                file.Column(MetricCatalog.BuiltIn.Names[metric])![i]
                            );
                    }
                }
            );

    [Fact]
    public void Tokens_that_are_written_are_read() =>
        Gen.Select(Gen.Int[0, 70000].Array[0, 20].Array[0, 20], Gen.Int[0, 5])
            .Sample(
                (rows, from) =>
                {
                    var file = TokenFile.Read(TokenFile.Encode(100, rows), "x.tokens");
                    Assert.Equal((100, rows.Length), (file.FirstRow, file.Rows));
                    for (var i = 0; i < rows.Length; i++)
                    {
                        var start = Math.Min(from, rows[i].Length);
                        var read = new int[rows[i].Length - start];
                        file.CopyTo(i, start, read);
                        Assert.Equal(rows[i][start..], read);
                    }
                }
            );

    [Fact]
    public void Every_flipped_bit_and_every_truncation_is_refused()
    {
        var scores = Encode(
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(i => new DocumentScore
                    {
                        TokenIds = [1, 2],
                        Bytes = 2,
                        Metrics = new float[MetricCatalog.BuiltIn.Names.Count],
                        Failure = i == 1 ? "x" : null,
                    }),
            ],
            [false, true, false]
        );
        var tokens = TokenFile.Encode(
            0,
            [
                [1, 2],
                [3],
            ]
        );
        RefusesDamage(scores, bytes => ScoreFile.Read(bytes, "x"));
        RefusesDamage(tokens, bytes => TokenFile.Read(bytes, "x"));
    }

    [Fact]
    public void A_file_with_a_right_checksum_and_wrong_fields_is_refused_without_a_crash() =>
        Gen.Select(Gen.Int[0, 400], Gen.OneOfConst(0, 1, -1, int.MaxValue, int.MinValue, 0x40000000), Gen.Bool)
            .Sample(
                (at, value, isScores) =>
                {
                    var file = isScores
                        ? Encode([], [])
                        : TokenFile.Encode(
                            0,
                            [
                                [1, 2],
                                [3],
                            ]
                        );
                    BitConverter.TryWriteBytes(file.AsSpan(at % (file.Length - 12)), value);
                    BitConverter.TryWriteBytes(
                        file.AsSpan(file.Length - 8),
                        System.IO.Hashing.XxHash3.HashToUInt64(file.AsSpan(0, file.Length - 8))
                    );
                    var refusal = Record.Exception(() =>
                    {
                        if (isScores)
                            ScoreFile.Read(file, "x");
                        else
                            TokenFile.Read(file, "x");
                    });
                    Assert.True(refusal is null or InvalidDataException, refusal?.ToString());
                }
            );

    private static void RefusesDamage(byte[] file, Action<byte[]> read)
    {
        read(file);
        for (var length = 0; length < file.Length; length++)
            Assert.Throws<InvalidDataException>(() => read(file[..length]));
        for (var bit = 0; bit < file.Length * 8; bit++)
        {
            file[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.Throws<InvalidDataException>(() => read(file));
            file[bit / 8] ^= (byte)(1 << bit % 8);
        }
    }

    private static byte[] Encode(DocumentScore[] scores, bool[] heldOut) =>
        ScoreFile.Encode(
            new ScoreFileHeader("c0", "p0", 3, 7, 100, scores.Length, MetricCatalog.BuiltIn.Columns, "n0"),
            scores,
            heldOut
        );
}
