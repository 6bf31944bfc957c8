namespace FluxEntropy.Sources;

/// <summary>How plain text is cut into documents.</summary>
public enum TextSplit
{
    /// <summary>One document a file (the default).</summary>
    File,

    /// <summary>One document a paragraph: lines up to the next blank one.</summary>
    Paragraphs,

    /// <summary>One document a line; blank lines are passed over.</summary>
    Lines,
}
