using System.Text;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>Joins texts.</summary>
internal static class Joining
{
    /// <summary>Strings with another between them, as Python's join() does it: all must be strings.</summary>
    public static string Strings(string between, IReadOnlyList<object?> items, Budget budget) =>
        Texts(
            between,
            items.Select(item =>
                item as string ?? throw new TemplateFault($"join is given {Kind.Of(item)} among strings")
            ),
            budget
        );

    /// <summary>Values as text, with another text between them.</summary>
    public static string Values(string between, IEnumerable<object?> items, Budget budget) =>
        Texts(between, items.Select(item => Text.Of(item, budget)), budget);

    private static string Texts(string between, IEnumerable<string> items, Budget budget)
    {
        var text = new StringBuilder();
        var first = true;
        foreach (var item in items)
        {
            text.Append(first ? "" : between).Append(item);
            first = false;
            if (text.Length > Budget.MaxText)
                budget.ChargeText(text.Length);
        }

        budget.ChargeText(text.Length);
        return text.ToString();
    }
}
