namespace FluxEntropy.Models.Tokenizers.Models;

/// <summary>
/// Merges neighbouring tokens, the most urgent pair first and the leftmost of equals, as byte-pair encoding does
/// (Sennrich et al. 2016, arXiv 1508.07909). All pairs wait in one priority queue, so that n symbols take time in
/// O(n log n), whatever the text: a line of English without a split, or a million times one letter.
/// </summary>
internal sealed class PairMerger
{
    private readonly Dictionary<(int Left, int Right), Merge> _merges;

    /// <param name="vocabulary">Its merges, the most urgent first.</param>
    internal PairMerger(BpeVocabulary vocabulary)
    {
        _merges = new Dictionary<(int, int), Merge>(vocabulary.Merges.Count);
        foreach (var (rank, (left, right)) in vocabulary.Merges.Index())
            _merges.Add((vocabulary.Ids[left], vocabulary.Ids[right]), new Merge(rank, vocabulary.Ids[left + right]));
    }

    private readonly record struct Merge(int Rank, int Id);

    /// <summary>A token in a doubly linked list; <see cref="Gone"/> marks one that its left neighbour took in.</summary>
    private record struct Symbol(int Id, int Previous, int Next);

    private const int Gone = -1;
    private const int End = -1;

    /// <summary>Merges until no neighbours are a pair; the first places of <paramref name="ids"/> then hold the tokens.</summary>
    /// <param name="ids">Ids of the characters, or bytes, that the text begins as; overwritten.</param>
    /// <returns>How many tokens there are.</returns>
    internal int Run(Span<int> ids)
    {
        var symbols = new Symbol[ids.Length];
        for (var i = 0; i < ids.Length; i++)
            symbols[i] = new Symbol(ids[i], i - 1, i + 1 < ids.Length ? i + 1 : End);
        var waiting = new PriorityQueue<int, (int Rank, int Left)>(Pairs(symbols));
        while (waiting.TryDequeue(out var at, out var priority))
        {
            var left = symbols[at];
            // Either half may have merged with something else since the pair was queued.
            if (
                left.Id == Gone
                || left.Next == End
                || Find(symbols, at) is not { } merge
                || merge.Rank != priority.Rank
            )
                continue;
            var right = symbols[left.Next];
            symbols[left.Next].Id = Gone;
            symbols[at] = left with { Id = merge.Id, Next = right.Next };
            if (right.Next != End)
                symbols[right.Next].Previous = at;
            if (left.Previous >= 0 && Find(symbols, left.Previous) is { } before)
                waiting.Enqueue(left.Previous, (before.Rank, left.Previous));
            if (right.Next != End && Find(symbols, at) is { } after)
                waiting.Enqueue(at, (after.Rank, at));
        }

        var count = 0;
        foreach (var symbol in symbols)
        {
            if (symbol.Id != Gone)
                ids[count++] = symbol.Id;
        }
        return count;
    }

    private IEnumerable<(int At, (int Rank, int Left))> Pairs(Symbol[] symbols)
    {
        for (var i = 0; i + 1 < symbols.Length; i++)
        {
            if (Find(symbols, i) is { } merge)
                yield return (i, (merge.Rank, i));
        }
    }

    private Merge? Find(Symbol[] symbols, int at) =>
        _merges.TryGetValue((symbols[at].Id, symbols[symbols[at].Next].Id), out var merge) ? merge : null;
}
