using System.Numerics;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

/// <summary>What kinds of values are called in messages.</summary>
internal static class Kind
{
    public static string Of(object? value) =>
        value switch
        {
            null => "none",
            Undefined => "undefined",
            bool => "a boolean",
            BigInteger => "an integer",
            double => "a float",
            string => "a string",
            Sequence { IsTuple: true } => "a tuple",
            Sequence => "a list",
            Dict => "a dictionary",
            Namespace => "a namespace",
            ICallable => "a function",
            _ => "an object",
        };
}
