using System.Text.Json;
using FluxEntropy.Metrics;
using FluxEntropy.Sketches;

namespace FluxEntropy.Scores;

/// <summary>
/// The header of a score file as JSON. Version 1 had no <c>Cells</c>: there, values map to cells as <see cref="FormatOne"/> says.
/// </summary>
internal static class ScoreFileHeaderJson
{
    public static byte[] Encode(ScoreFileHeader header) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new Stored(
                header.CorpusId,
                header.ProfileHash,
                header.Shard,
                header.Segment,
                header.FirstRow,
                header.Rows,
                [.. header.Columns.Select(column => column.Name)],
                [.. header.Columns.Select(column => column.Cells.ToString())],
                header.Nonce
            )
        );

    /// <exception cref="InvalidDataException">The header is not that of a score file.</exception>
    public static ScoreFileHeader Decode(ReadOnlySpan<byte> json, int version, string path)
    {
        try
        {
            if (JsonSerializer.Deserialize<Stored>(json) is { } stored && IsWhole(stored, version))
                return new ScoreFileHeader(
                    stored.CorpusId!,
                    stored.ProfileHash!,
                    stored.Shard,
                    stored.Segment,
                    stored.FirstRow,
                    stored.Rows,
                    [.. stored.Metrics!.Select((name, i) => new MetricColumn(name, CellsOf(name, stored.Cells?[i])))],
                    stored.Nonce ?? ""
                );
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw Wrong(path, $": {exception.Message}", exception);
        }
        throw Wrong(path, "", null);
    }

    private static bool IsWhole(Stored stored, int version) =>
        stored is { CorpusId: not null, ProfileHash: not null, Metrics: not null }
        && stored is { Rows: >= 0, Shard: >= 0, Segment: >= 0, FirstRow: >= 0 }
        && stored.Metrics.All(name => name is { Length: > 0 })
        && stored.Metrics.Distinct().Count() == stored.Metrics.Length
        && (version == 1 ? stored.Cells is null : stored.Cells?.Length == stored.Metrics.Length);

    private static CellMapping CellsOf(string metric, string? cells) =>
        cells is not null ? CellMapping.Parse(cells) : FormatOne.CellsOf(metric) ?? CellMapping.Relative;

    // The checksum held, so the file was written wrongly, not damaged.
    private static InvalidDataException Wrong(string path, string detail, Exception? cause) =>
        new($"{path}: the header is not that of a score file{detail}.", cause);

    private sealed record Stored(
        string? CorpusId,
        string? ProfileHash,
        int Shard,
        int Segment,
        int FirstRow,
        int Rows,
        string[]? Metrics,
        string[]? Cells,
        string? Nonce
    );
}
