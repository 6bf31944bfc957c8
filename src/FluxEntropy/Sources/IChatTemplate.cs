using System.Text.Json;

namespace FluxEntropy.Sources;

/// <summary>Makes one text of the messages of a conversation, as a model is fed them.</summary>
public interface IChatTemplate
{
    /// <summary>The text; never empty.</summary>
    /// <param name="messages">An array of messages, each with a role and a content (or <c>from</c> and <c>value</c>).</param>
    /// <exception cref="FormatException">
    /// They have none; the message says which of them is wrong, or why the template refuses them.
    /// </exception>
    string Render(JsonElement messages);
}
