using static TorchSharp.torch;

namespace FluxEntropy.Models.Scoring.Heads;

/// <summary>Multiplies final states with the head and reduces the logits, without ever holding them all.</summary>
internal interface ILogitHead : IDisposable
{
    /// <summary>Rows that one call takes at most.</summary>
    int MostRows { get; }

    /// <summary>Reduces rows.</summary>
    /// <param name="states">Final states. [rows, hidden]</param>
    /// <param name="targets">True next token of each row, or −1. [rows]</param>
    /// <param name="topK">Largest logits to keep of each row; 0 for none.</param>
    /// <returns>Valid until the next call. [rows]</returns>
    ReadOnlySpan<RowReduction> Reduce(Tensor states, int[] targets, int topK);

    /// <summary>The likeliest tokens of a row of the last call, which kept some.</summary>
    (int Token, float LogProbability)[] Top(int row);
}
