namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Syntax;

/// <summary>What a token of a template is.</summary>
internal enum TokenKind
{
    /// <summary>Text between tags, as it is printed.</summary>
    Text,

    /// <summary><c>{%</c></summary>
    BlockBegin,

    /// <summary><c>%}</c></summary>
    BlockEnd,

    /// <summary><c>{{</c></summary>
    PrintBegin,

    /// <summary><c>}}</c></summary>
    PrintEnd,
    Name,
    String,
    Integer,
    Float,
    Operator,

    /// <summary>The end of the template.</summary>
    End,
}

/// <summary>A piece of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text, name, operator or number as it is written; the value of a string.</param>
/// <param name="Line">Line on which it begins, from 1.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Line)
{
    /// <summary>What it is called in a message.</summary>
    public string Shown =>
        Kind switch
        {
            TokenKind.End => "the end of the template",
            TokenKind.BlockEnd => "\"%}\"",
            TokenKind.PrintEnd => "\"}}\"",
            TokenKind.String => $"the string \"{Text}\"",
            _ => $"\"{Text}\"",
        };
}
