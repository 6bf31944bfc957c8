namespace FluxEntropy.Models.Scoring;

/// <summary>
/// A stretch of a document that fits the model. Windows of one document overlap, so that every position but the first
/// ones has text before it; each position is scored in the first window that holds it.
/// </summary>
/// <param name="Document">The document.</param>
/// <param name="Start">Its first token in the document.</param>
/// <param name="Prefix">Tokens that the model is fed before it, which are not of the document's text.</param>
/// <param name="Length">Tokens, with those of the prefix.</param>
/// <param name="FirstScored">
/// First position, counted in the document, that is scored here; the window's last is always scored.
/// </param>
internal readonly record struct ScoringWindow(
    DocumentInProgress Document,
    int Start,
    IReadOnlyList<int> Prefix,
    int Length,
    int FirstScored
)
{
    /// <summary>The position after the window's last, counted in the document.</summary>
    internal int End => Start + Length - Prefix.Count;

    internal ReadOnlyMemory<int> Ids =>
        Prefix.Count == 0 ? Document.Ids.AsMemory(Start, Length) : (int[])[.. Prefix, .. Document.Ids[Start..End]];

    /// <summary>The window's row of a position that is counted in the document.</summary>
    internal int RowOf(int position) => position - Start + Prefix.Count;

    /// <summary>Cuts a document; longer than one window only where there is a stride.</summary>
    /// <param name="document">The document.</param>
    /// <param name="window">Tokens of a window.</param>
    /// <param name="stride">Tokens by which windows advance.</param>
    /// <param name="prefix">Tokens before every window but the first, whose own are the document's.</param>
    internal static List<ScoringWindow> Cut(
        DocumentInProgress document,
        int window,
        int stride,
        IReadOnlyList<int> prefix
    )
    {
        var windows = new List<ScoringWindow>();
        var scored = 0;
        var advance = Math.Min(stride, window - prefix.Count);
        for (var start = 0; scored < document.Ids.Length; start += advance)
        {
            IReadOnlyList<int> before = start == 0 ? [] : prefix;
            var end = Math.Min(start + window - before.Count, document.Ids.Length);
            windows.Add(new ScoringWindow(document, start, before, before.Count + end - start, scored));
            scored = end;
        }

        return windows;
    }

    /// <summary>
    /// Gathers windows of similar length into batches of at most a budget of tokens (a longer window is a batch alone),
    /// the
    /// longest first, so that what is left at the end is small.
    /// </summary>
    internal static IEnumerable<ScoringWindow[]> Batches(IEnumerable<ScoringWindow> windows, int budgetTokens)
    {
        var batch = new List<ScoringWindow>();
        var tokens = 0;
        foreach (var window in windows.OrderByDescending(w => w.Length))
        {
            if (batch.Count > 0 && tokens + window.Length > budgetTokens)
            {
                yield return [.. batch];
                batch.Clear();
                tokens = 0;
            }

            batch.Add(window);
            tokens += window.Length;
        }

        if (batch.Count > 0)
            yield return [.. batch];
    }
}
