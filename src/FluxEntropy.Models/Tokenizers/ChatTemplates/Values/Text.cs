using System.Globalization;
using System.Numerics;
using System.Text;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

/// <summary>Values as text, as Python's str() and repr() write them.</summary>
internal static class Text
{
    /// <summary>A value as it is printed.</summary>
    public static string Of(object? value, Budget budget)
    {
        if (value is string text)
            return text;
        var writer = new StringBuilder();
        Write(value, writer, budget, quoted: false);
        return writer.ToString();
    }

    private static void Write(object? value, StringBuilder writer, Budget budget, bool quoted)
    {
        budget.Enter();
        switch (value)
        {
            case null:
                writer.Append("None");
                break;
            case Undefined:
                writer.Append(quoted ? "Undefined" : "");
                break;
            case bool flag:
                writer.Append(flag ? "True" : "False");
                break;
            case BigInteger number:
                writer.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                writer.Append(Number.Text(number));
                break;
            case string text when quoted:
                budget.ChargeText(text.Length);
                Quote(text, writer);
                break;
            case string text:
                writer.Append(text);
                break;
            case Sequence sequence:
                WriteItems(sequence, writer, budget);
                break;
            case Dict dict:
                WriteEntries(dict, writer, budget);
                break;
            default:
                throw new TemplateFault($"{Kind.Of(value)} has no text");
        }

        budget.Leave();
        if (writer.Length > Budget.MaxText)
            budget.ChargeText(writer.Length);
    }

    private static void WriteItems(Sequence sequence, StringBuilder writer, Budget budget)
    {
        writer.Append(sequence.IsTuple ? '(' : '[');
        for (var i = 0; i < sequence.Items.Count; i++)
        {
            writer.Append(i > 0 ? ", " : "");
            Write(sequence.Items[i], writer, budget, quoted: true);
        }

        writer.Append(sequence is { IsTuple: true, Items.Count: 1 } ? "," : "").Append(sequence.IsTuple ? ')' : ']');
    }

    private static void WriteEntries(Dict dict, StringBuilder writer, Budget budget)
    {
        writer.Append('{');
        var first = true;
        foreach (var (key, value) in dict)
        {
            writer.Append(first ? "" : ", ");
            first = false;
            Write(key, writer, budget, quoted: true);
            writer.Append(": ");
            Write(value, writer, budget, quoted: true);
        }

        writer.Append('}');
    }

    private static void Quote(string text, StringBuilder writer)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        writer.Append(quote);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == quote || rune.Value == '\\')
                writer.Append('\\').Append(rune);
            else if (Escape(rune) is { } escape)
                writer.Append(escape);
            else
                writer.Append(rune);
        }

        writer.Append(quote);
    }

    private static string? Escape(Rune rune) =>
        rune.Value switch
        {
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            ' ' => null,
            _ when IsPrintable(rune) => null,
            < 0x100 => $"\\x{rune.Value:x2}",
            < 0x10000 => $"\\u{rune.Value:x4}",
            _ => $"\\U{rune.Value:x8}",
        };

    private static bool IsPrintable(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.SpaceSeparator
            );
}
