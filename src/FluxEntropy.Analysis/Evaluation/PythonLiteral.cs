using System.Globalization;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>
/// The original project's cells of likeliest tokens: Python's text of a list of dictionaries,
/// <c>[{'token': 'the', 'logprob': -1.2}, …]</c>. Tokens may hold any character, quotes and words such as 'logprob'
/// among them, so that strings are read as Python reads them.
/// </summary>
public static class PythonLiteral
{
    /// <summary>The values of <c>logprob</c>, in their order; numbers may stand in quotes.</summary>
    /// <exception cref="FormatException">It is no such list; the message says where it ceases to be one.</exception>
    public static double[] LogProbabilities(ReadOnlySpan<char> text)
    {
        var values = new List<double>();
        var position = 0;
        Expect(text, ref position, '[');
        for (var more = !TryTake(text, ref position, ']'); more; more = Continues(text, ref position, ']'))
        {
            Expect(text, ref position, '{');
            for (var field = !TryTake(text, ref position, '}'); field; field = Continues(text, ref position, '}'))
            {
                var key = Scalar(text, ref position);
                Expect(text, ref position, ':');
                var value = Scalar(text, ref position);
                if (key.SequenceEqual("logprob"))
                    values.Add(Number(value, position));
            }
        }
        Skip(text, ref position);
        return position == text.Length ? [.. values] : throw Fault(position, "the end");
    }

    // A comma, or the bracket that ends it.
    private static bool Continues(ReadOnlySpan<char> text, ref int position, char end)
    {
        if (TryTake(text, ref position, ','))
            return true;
        Expect(text, ref position, end);
        return false;
    }

    private static double Number(ReadOnlySpan<char> value, int position) =>
        value is "inf" ? double.PositiveInfinity
        : value is "-inf" ? double.NegativeInfinity
        : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : throw Fault(position, "a number");

    // A string without its quotes, escapes left as they are, or whatever stands before the next comma or bracket.
    private static ReadOnlySpan<char> Scalar(ReadOnlySpan<char> text, ref int position)
    {
        Skip(text, ref position);
        var start = position;
        if (position < text.Length && text[position] is '\'' or '"')
        {
            var quote = text[position++];
            while (position < text.Length && text[position] != quote)
                position += text[position] == '\\' ? 2 : 1;
            return position < text.Length ? text[(start + 1)..position++] : throw Fault(start, "a string that ends");
        }
        while (position < text.Length && text[position] is not (',' or '}' or ':'))
            position++;
        return position > start ? text[start..position].Trim() : throw Fault(position, "a value");
    }

    private static void Expect(ReadOnlySpan<char> text, ref int position, char wanted)
    {
        if (!TryTake(text, ref position, wanted))
            throw Fault(position, $"'{wanted}'");
    }

    private static bool TryTake(ReadOnlySpan<char> text, ref int position, char wanted)
    {
        Skip(text, ref position);
        if (position >= text.Length || text[position] != wanted)
            return false;
        position++;
        return true;
    }

    private static void Skip(ReadOnlySpan<char> text, ref int position)
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
            position++;
    }

    private static FormatException Fault(int position, string expected) =>
        new($"a list of likeliest tokens was expected; {expected} is missing at character {position + 1}.");
}
