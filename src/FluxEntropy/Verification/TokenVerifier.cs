using FluxEntropy.Scores;
using FluxEntropy.Storage;

namespace FluxEntropy.Verification;

/// <summary>Compares token files with the scores of the same rows.</summary>
/// <param name="store">The data folder.</param>
/// <param name="vocabulary">Size of the vocabulary that the tokens are of.</param>
/// <param name="findings">Takes what is found.</param>
internal sealed class TokenVerifier(IFileStore store, int vocabulary, Findings findings)
{
    public Task<bool> CompareAsync(ScoreFile scores, string path, CancellationToken cancellationToken) =>
        findings.GuardAsync("tokens", path, async () =>
        {
            var tokens = TokenFile.Read(await store.ReadAsync(path, cancellationToken), path);
            if (tokens.FirstRow != scores.Header.FirstRow || tokens.Rows != scores.Header.Rows)
                findings.Problem(
                    "tokens",
                    path,
                    $"it holds {tokens.Rows} rows from row {tokens.FirstRow} on, and the scores are of "
                        + $"{scores.Header.Rows} from row {scores.Header.FirstRow} on"
                );
            else
                CompareRows(scores, tokens, path);
        });

    private void CompareRows(ScoreFile scores, TokenFile tokens, string path)
    {
        for (var i = 0; i < tokens.Rows; i++)
        {
            var row = tokens.FirstRow + i;
            if (scores.Status(i) != RowStatus.Failed && tokens.Length(i) != scores.Tokens[i])
                findings.Problem(
                    "tokens",
                    path,
                    $"row {row} has {tokens.Length(i)} tokens, and {scores.Tokens[i]} were scored"
                );
            if (tokens.Largest(i) >= vocabulary)
                findings.Problem(
                    "tokens",
                    path,
                    $"row {row} has token {tokens.Largest(i)}, and the tokenizer has {vocabulary}"
                );
        }
    }
}
