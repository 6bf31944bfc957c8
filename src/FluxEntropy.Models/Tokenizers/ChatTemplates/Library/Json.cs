using System.Numerics;
using System.Text;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>
/// Values as JSON, as Hugging Face's <c>tojson</c> writes them: Python's json.dumps, with characters beyond ASCII as they are
/// and nothing escaped for HTML.
/// </summary>
internal sealed class Json
{
    private readonly Budget _budget;
    private readonly StringBuilder _text = new();
    private readonly string? _indent;
    private readonly string _itemSeparator;
    private readonly string _keySeparator;
    private readonly bool _sortKeys;
    private readonly bool _asciiOnly;

    private Json(Bound options, Budget budget)
    {
        _budget = budget;
        _indent = options.Get("indent", null) switch
        {
            null => null,
            string text => text,
            _ => new string(' ', Math.Clamp(options.Integer("indent"), 0, 100)),
        };
        (_itemSeparator, _keySeparator) = options.Get("separators", null) switch
        {
            null => (_indent is null ? ", " : ",", ": "),
            Sequence { Items: [string item, string key] } => (item, key),
            _ => throw new TemplateFault("tojson's separators are not two strings"),
        };
        _sortKeys = options.Flag("sort_keys", otherwise: false);
        _asciiOnly = options.Flag("ensure_ascii", otherwise: false);
    }

    /// <summary>The filter.</summary>
    public static string Of(object? value, Arguments arguments, Budget budget)
    {
        var json = new Json(arguments.Bind("tojson", "ensure_ascii", "indent", "separators", "sort_keys"), budget);
        json.Write(value, depth: 0);
        return json._text.ToString();
    }

    private void Write(object? value, int depth)
    {
        _budget.Enter();
        switch (value)
        {
            case string text:
                Quote(text);
                break;
            case Sequence sequence:
                WriteAll('[', ']', sequence.Items, item => Write(item, depth + 1), depth);
                break;
            case Dict dict:
                WriteAll('{', '}', Entries(dict), entry => WriteEntry(entry, depth + 1), depth);
                break;
            default:
                _text.Append(Scalar(value));
                break;
        }

        _budget.Leave();
        if (_text.Length > Budget.MaxText)
            _budget.ChargeText(_text.Length);
    }

    private static string Scalar(object? value) =>
        value switch
        {
            null => "null",
            bool flag => flag ? "true" : "false",
            BigInteger number => number.ToString(),
            double number when double.IsNaN(number) => "NaN",
            double number when double.IsInfinity(number) => number > 0 ? "Infinity" : "-Infinity",
            double number => Number.Text(number),
            Undefined undefined => throw undefined.Fault,
            _ => throw new TemplateFault($"{Kind.Of(value)} cannot be written as JSON"),
        };

    private List<KeyValuePair<object, object?>> Entries(Dict dict)
    {
        if (!_sortKeys)
            return [.. dict];
        var entries = dict.ToList();
        entries.Sort((one, other) => Same.Order(one.Key, other.Key, _budget) ?? 0);
        return entries;
    }

    private void WriteEntry(KeyValuePair<object, object?> entry, int depth)
    {
        if (entry.Key is string name)
            Quote(name);
        else
            _text.Append('"').Append(Scalar(entry.Key)).Append('"');
        _text.Append(_keySeparator);
        Write(entry.Value, depth);
    }

    private void WriteAll<T>(char open, char close, IReadOnlyList<T> items, Action<T> write, int depth)
    {
        _text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            _text.Append(i > 0 ? _itemSeparator : "");
            BreakLine(depth + 1);
            write(items[i]);
        }

        if (items.Count > 0)
            BreakLine(depth);
        _text.Append(close);
    }

    private void BreakLine(int depth)
    {
        if (_indent is null)
            return;
        _budget.ChargeText((long)depth * _indent.Length);
        _text.Append('\n').Insert(_text.Length, _indent, depth);
    }

    private void Quote(string text)
    {
        _budget.ChargeText(text.Length);
        _text.Append('"');
        foreach (var unit in text)
        {
            var escape = unit switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                < ' ' => $"\\u{(int)unit:x4}",
                >= '\x7f' when _asciiOnly && unit > '\x7f' => $"\\u{(int)unit:x4}",
                _ => null,
            };
            if (escape is null)
                _text.Append(unit);
            else
                _text.Append(escape);
        }

        _text.Append('"');
    }
}
