namespace FluxEntropy.Models.Tokenizers.Models;

/// <summary>Pieces by their first letters: all that a text begins with are met on one way down.</summary>
internal sealed class PieceTrie
{
    internal const int Root = 0;

    /// <summary>The id where no piece ends.</summary>
    internal const int None = -1;

    private readonly Dictionary<(int Node, char Letter), int> _children = [];
    private readonly List<int> _ids = [None];

    /// <summary>Adds a piece; of equal ones, the first keeps its id.</summary>
    internal void Add(string piece, int id)
    {
        var node = Root;
        foreach (var letter in piece)
        {
            if (!_children.TryGetValue((node, letter), out var child))
            {
                child = _ids.Count;
                _children.Add((node, letter), child);
                _ids.Add(None);
            }

            node = child;
        }

        if (_ids[node] == None && node != Root)
            _ids[node] = id;
    }

    /// <summary>Goes down by a letter, where a piece has it.</summary>
    internal bool Step(ref int node, char letter)
    {
        if (!_children.TryGetValue((node, letter), out var child))
            return false;
        node = child;
        return true;
    }

    /// <summary>The piece that ends at a node.</summary>
    internal int IdAt(int node) => _ids[node];

    /// <summary>The id of a piece, or <see cref="None"/>.</summary>
    internal int Find(string piece)
    {
        var node = Root;
        foreach (var letter in piece)
        {
            if (!Step(ref node, letter))
                return None;
        }

        return _ids[node];
    }
}
