using System.Text.Json;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Rendering;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tests.Tokenizers.ChatTemplates;

/// <summary>Templates, conversations, and what Jinja itself makes of them; render.py writes that part.</summary>
internal sealed record TemplateTable(
    Dictionary<string, JsonElement> Variables,
    Dictionary<string, JsonElement> Conversations,
    Dictionary<string, string> Templates,
    IReadOnlyList<TemplateTable.Case> Cases
)
{
    /// <summary>A template with a conversation: the text, or the error.</summary>
    internal sealed record Case(string Template, string Messages, string? Text, string? Error);

    private static readonly DateTimeOffset Now = new(2025, 7, 10, 9, 5, 30, TimeSpan.Zero);

    internal static TemplateTable Read() =>
        JsonSerializer.Deserialize<TemplateTable>(
            File.ReadAllText(PathOf("templates.json")),
            JsonSerializerOptions.Web
        )!;

    internal static string PathOf(string file) =>
        Path.Combine(AppContext.BaseDirectory, "Tokenizers", "ChatTemplates", file);

    internal IEnumerable<(string, object?)> VariablesOf(Case each) =>
        Variables
            .Select(variable => (variable.Key, JsonValues.Of(variable.Value)))
            .Append(("messages", JsonValues.Of(Conversations[each.Messages])));

    /// <summary>What this program makes of a template; null where it refuses it.</summary>
    internal static string? Rendered(string template, IEnumerable<(string, object?)> variables, out string? fault)
    {
        fault = null;
        try
        {
            return Template.Parse(template).Render(variables, new Budget(), () => Now);
        }
        catch (TemplateFault refused)
        {
            fault = $"line {refused.Line}: {refused.Message}";
            return null;
        }
    }
}
