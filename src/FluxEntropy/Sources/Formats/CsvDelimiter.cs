using System.Text;
using FluxEntropy.Lines;
using FluxEntropy.Tables.CsvFiles;

namespace FluxEntropy.Sources.Formats;

/// <summary>What stands between fields where that is not what the format says: programs in some countries write semicolons.</summary>
internal static class CsvDelimiter
{
    /// <summary>Bytes that are looked at; a longer row of names keeps the format's delimiter.</summary>
    public const int Bytes = 4096;

    private static readonly char[] Others = [',', ';', '\t', '|'];

    /// <summary>The format's own, unless only another one gives the row of names a text among other columns.</summary>
    /// <param name="start">The first bytes, behind a byte order mark.</param>
    /// <param name="own">What the format says.</param>
    /// <param name="options">Which column is the text, and whether quotes enclose fields.</param>
    public static char Of(ReadOnlySpan<byte> start, char own, SourceOptions options)
    {
        var end = start.IndexOf((byte)'\n');
        var line =
            end >= 0 ? start[..end]
            : start.Length < Bytes ? start
            : [];
        var header = Encoding.UTF8.GetString(line.TrimEnd((byte)'\r'));
        if (Utf8Text.Fault(line, 0) is not null || Fields(header, own, options).Length > 1)
            return own;
        foreach (var other in Others)
        {
            var fields = Fields(header, other, options);
            if (fields.Length > 1 && (options.TextField is null || fields.Contains(options.TextField)))
                return other;
        }
        return own;
    }

    private static string[] Fields(string header, char delimiter, SourceOptions options)
    {
        try
        {
            return options.Quotes ? new CsvFields(delimiter).Of(header) : header.Split(delimiter);
        }
        catch (FormatException)
        {
            return []; // a name that goes on over lines
        }
    }
}
