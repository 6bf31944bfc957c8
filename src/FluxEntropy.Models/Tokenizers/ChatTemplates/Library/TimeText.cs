using System.Globalization;
using System.Text;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>Times as text, as strftime writes them in the C locale.</summary>
internal static class TimeText
{
    /// <summary>A time by a format such as <c>%d %b %Y</c>.</summary>
    /// <exception cref="TemplateFault">It has a directive that is not supported.</exception>
    public static string Of(string format, DateTimeOffset time)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
                text.Append(format[i]);
            else if (format[++i] == '-' && i + 1 < format.Length)
                text.Append(Directive(format[++i], time).TrimStart('0') is { Length: > 0 } trimmed ? trimmed : "0");
            else
                text.Append(Directive(format[i], time));
        }

        return text.ToString();
    }

    private static string Directive(char directive, DateTimeOffset time) =>
        directive switch
        {
            'a' => Written(time, "ddd"),
            'A' => Written(time, "dddd"),
            'b' or 'h' => Written(time, "MMM"),
            'B' => Written(time, "MMMM"),
            'd' => Written(time, "dd"),
            'e' => $"{time.Day, 2}",
            'D' => Written(time, "MM'/'dd'/'yy"),
            'F' => Written(time, "yyyy-MM-dd"),
            'H' => Written(time, "HH"),
            'I' => Written(time, "hh"),
            'j' => $"{time.DayOfYear:000}",
            'm' => Written(time, "MM"),
            'M' => Written(time, "mm"),
            'p' => Written(time, "tt"),
            'S' => Written(time, "ss"),
            'T' => Written(time, "HH':'mm':'ss"),
            'u' => $"{(time.DayOfWeek == 0 ? 7 : (int)time.DayOfWeek)}",
            'w' => $"{(int)time.DayOfWeek}",
            'y' => Written(time, "yy"),
            'Y' => Written(time, "yyyy"),
            'Z' or 'z' => "",
            'n' => "\n",
            't' => "\t",
            '%' => "%",
            _ => throw new TemplateFault($"%{directive} in a format of time is not supported"),
        };

    private static string Written(DateTimeOffset time, string format) =>
        time.ToString(format, CultureInfo.InvariantCulture);
}
