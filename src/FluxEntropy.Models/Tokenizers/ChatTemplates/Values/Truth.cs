using System.Numerics;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

/// <summary>What counts as true, as in Python: whatever is not empty, zero, none or undefined.</summary>
internal static class Truth
{
    public static bool Of(object? value) =>
        value switch
        {
            null or Undefined => false,
            bool flag => flag,
            BigInteger number => !number.IsZero,
            double number => number != 0,
            string text => text.Length > 0,
            Sequence sequence => sequence.Items.Count > 0,
            Dict dict => dict.Count > 0,
            _ => true,
        };
}
