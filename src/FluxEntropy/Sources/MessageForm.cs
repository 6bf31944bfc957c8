namespace FluxEntropy.Sources;

/// <summary>How chat messages became the text of a document.</summary>
public enum MessageForm
{
    /// <summary>The text was no list of messages.</summary>
    None,

    /// <summary>Role and content of each message, a line each.</summary>
    Lines,

    /// <summary>By a chat template, so that its control tokens stand in the text.</summary>
    Template,
}
