namespace FluxEntropy.Models.Scoring;

/// <summary>
/// A stretch of a document that fits the model. Windows of one document overlap, so that every position but the first
/// ones has text before it; each position is scored in the first window that holds it.
/// </summary>
/// <param name="Document">The document.</param>
/// <param name="Start">Its first token in the document.</param>
/// <param name="Length">Tokens.</param>
/// <param name="FirstScored">
/// First position, counted in the document, that is scored here; the window's last is always scored.
/// </param>
internal readonly record struct ScoringWindow(DocumentInProgress Document, int Start, int Length, int FirstScored)
{
    internal ReadOnlyMemory<int> Ids => Document.Ids.AsMemory(Start, Length);

    /// <summary>Cuts a document; longer than one window only where there is a stride.</summary>
    internal static List<ScoringWindow> Cut(DocumentInProgress document, int window, int stride)
    {
        var windows = new List<ScoringWindow>();
        var scored = 0;
        for (var start = 0; scored < document.Ids.Length; start += stride)
        {
            var end = Math.Min(start + window, document.Ids.Length);
            windows.Add(new ScoringWindow(document, start, end - start, scored));
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
