using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Tokenizers.Models;

/// <summary>A byte-pair vocabulary as a file gave it, checked.</summary>
/// <param name="Ids">Token → id; ids are distinct and not negative.</param>
/// <param name="Merges">
/// Pairs to merge, the most urgent first; both halves and their union are in the vocabulary.
/// </param>
internal sealed record BpeVocabulary(
    IReadOnlyDictionary<string, int> Ids,
    IReadOnlyList<(string Left, string Right)> Merges
)
{
    /// <summary>Above any vocabulary, and small enough for a table with a place for every id.</summary>
    internal const int MaxIds = 1 << 21;

    /// <param name="ids">Token → id.</param>
    /// <param name="merges">Pairs to merge, the most urgent first.</param>
    /// <param name="vocabularyPlace">File and field of the tokens, for messages.</param>
    /// <param name="mergesPlace">File and field of the pairs, for messages.</param>
    /// <exception cref="InvalidDataException">A rule is broken; the message names the file and the entry.</exception>
    internal static BpeVocabulary Checked(
        IReadOnlyDictionary<string, int> ids,
        IReadOnlyList<(string Left, string Right)> merges,
        string vocabularyPlace,
        string mergesPlace
    )
    {
        if (ids.Count == 0)
            throw new InvalidDataException($"{vocabularyPlace}: the vocabulary is empty");
        if (merges.Count == 0 && ids.Keys.Count(IsMerged) is > 0 and var merged)
            throw new InvalidDataException(
                $"{mergesPlace}: none were found, but the vocabulary has {merged} tokens that only merges can form"
            );
        var seenIds = new Dictionary<int, string>(ids.Count);
        foreach (var (token, id) in ids)
        {
            if (id is < 0 or >= MaxIds)
                throw new InvalidDataException(
                    $"{vocabularyPlace}: token \"{Excerpt.Of(token)}\" has id {id}, expected 0 to {MaxIds - 1}"
                );
            if (!seenIds.TryAdd(id, token))
                throw new InvalidDataException(
                    $"{vocabularyPlace}: token \"{Excerpt.Of(token)}\" has id {id}, which \"{Excerpt.Of(seenIds[id])}\" has too"
                );
        }

        var seenPairs = new HashSet<(string, string)>(merges.Count);
        for (var i = 0; i < merges.Count; i++)
        {
            var (left, right) = merges[i];
            var unknown =
                !ids.ContainsKey(left) ? left
                : !ids.ContainsKey(right) ? right
                : !ids.ContainsKey(left + right) ? left + right
                : null;
            if (unknown is not null)
                throw new InvalidDataException(
                    $"{mergesPlace}[{i}]: \"{Excerpt.Of(unknown)}\" is not in the vocabulary"
                );
            if (!seenPairs.Add((left, right)))
                throw new InvalidDataException(
                    $"{mergesPlace}[{i}]: the pair \"{Excerpt.Of(left)}\" \"{Excerpt.Of(right)}\" stands in the list twice"
                );
        }

        return new BpeVocabulary(ids, merges);
    }

    /// <summary>More than one letter, and not in the brackets that special tokens and byte tokens wear.</summary>
    private static bool IsMerged(string token) => token.Length > 1 && !(token[0] == '<' && token[^1] == '>');

    internal int LargestId => Ids.Values.Max();
}
