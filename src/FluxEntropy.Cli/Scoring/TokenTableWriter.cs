using FluxEntropy.Cli.Output;
using FluxEntropy.Ingest.Sources;
using FluxEntropy.Models.Tokenizers;
using FluxEntropy.Scores;
using Spectre.Console;

namespace FluxEntropy.Cli.Scoring;

/// <summary>A row a token: what the model expected after it (entropy, varentropy), and how surprised it was by it (surprisal).</summary>
internal sealed class TokenTableWriter(IAnsiConsole console, HuggingFaceTokenizer tokenizer) : IScoreWriter
{
    private readonly StreamedTable _table = new(
        console, new("position", 8), new("id", 7), new("token", -20), new("surprisal", 10), new("entropy", 10), new("varentropy", 10));

    public void Write(SourceDocument document, DocumentScore score)
    {
        console.MarkupLine($"[bold aqua]{Markup.Escape(document.Id)}[/]  {Units.Count(score.TokenIds.Length, "token")}");
        if (score.PerToken is not { } tokens)
            return;
        _table.Head();
        var spans = tokenizer.Encode(document.Text).Spans;
        for (var i = 0; i < score.TokenIds.Length; i++)
        {
            var surprisal = i == 0 ? "" : tokens.Surprisal[i - 1].ToString("0.0000");
            var covered = i < spans.Length ? document.Text[spans[i].Start..spans[i].End] : "";
            var text = covered.Length > 0 ? covered : tokenizer.Decode([score.TokenIds[i]], skipSpecial: false);
            _table.Row($"{i}", $"{score.TokenIds[i]}", Visible(text), surprisal, $"{tokens.Entropy[i]:0.0000}", $"{tokens.Varentropy[i]:0.0000}");
        }

        console.WriteLine();
    }

    public void Finish()
    {
    }

    private static string Visible(string text) =>
        text.Replace(' ', '·').Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);
}
