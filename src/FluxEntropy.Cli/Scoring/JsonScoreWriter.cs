using System.Text.Encodings.Web;
using System.Text.Json;
using FluxEntropy.Metrics;
using FluxEntropy.Scores;
using FluxEntropy.Sources;

namespace FluxEntropy.Cli.Scoring;

/// <summary>
/// One JSON object a document: <c>{"id", "tokens", "bytes", "metrics"}</c>; with each token's statistics
/// <c>{"id", "tokenIds", "entropy", "varentropy", "surprisal", "metrics"}</c>, where entropies are of every position (the last one is
/// the final distribution) and surprisals of every predicted token.
/// With the likeliest tokens of every position there is <c>"topK"</c>, a list of <c>[token id, ln p]</c> a position, likeliest first.
/// Where they are kept, <c>"text"</c> and <c>"metadata"</c> follow the id. A document that could not be scored has a
/// <c>"failure"</c>.
/// </summary>
internal sealed class JsonScoreWriter(
    TextWriter output,
    MetricCatalog metrics,
    KeptFields kept,
    bool perToken,
    bool topK
) : IScoreWriter
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly System.Buffers.ArrayBufferWriter<byte> _line = new();

    public void Write(SourceDocument document, DocumentScore score)
    {
        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line, Format))
        {
            json.WriteStartObject();
            json.WriteString("id", document.Id);
            kept.Write(json, document);
            if (perToken)
                WriteTokens(json, score);
            else
            {
                json.WriteNumber("tokens", score.TokenIds.Length);
                json.WriteNumber("bytes", score.Bytes);
            }

            WriteMetrics(json, score);
            if (score.Failure is { } failure)
                json.WriteString("failure", failure);
            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(_line.WrittenSpan));
    }

    public async ValueTask FinishAsync() => await output.FlushAsync();

    private void WriteTokens(Utf8JsonWriter json, DocumentScore score)
    {
        json.WriteStartArray("tokenIds");
        foreach (var token in score.TokenIds)
            json.WriteNumberValue(token);
        json.WriteEndArray();
        WriteArray(json, "entropy", score.PerToken?.Entropy ?? []);
        WriteArray(json, "varentropy", score.PerToken?.Varentropy ?? []);
        WriteArray(json, "surprisal", score.PerToken?.Surprisal ?? []);
        if (topK)
            WriteTop(json, score.PerToken?.TopK ?? []);
    }

    private static void WriteTop(Utf8JsonWriter json, (int Token, float LogProbability)[][] top)
    {
        json.WriteStartArray("topK");
        foreach (var position in top)
        {
            json.WriteStartArray();
            foreach (var (token, logProbability) in position)
            {
                json.WriteStartArray();
                json.WriteNumberValue(token);
                WriteNumber(json, logProbability);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private void WriteMetrics(Utf8JsonWriter json, DocumentScore score)
    {
        json.WriteStartObject("metrics");
        for (var i = 0; i < score.Metrics.Length; i++)
        {
            json.WritePropertyName(metrics.Names[i]);
            WriteNumber(json, score.Metrics[i]);
        }

        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, string name, float[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            WriteNumber(json, value);
        json.WriteEndArray();
    }

    /// <summary>JSON has no NaN: where there is nothing to measure, the value is null.</summary>
    private static void WriteNumber(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteNullValue();
    }
}
