using FluxEntropy.Lines;
using Sylvan.Data.Csv;

namespace FluxEntropy.Tables.CsvFiles;

/// <summary>Splits one record into its fields, unquoted, with one buffer for all of them.</summary>
internal sealed class CsvFields(char delimiter)
{
    // A record has at most as many characters as bytes, and the library wants room beyond the last.
    private const int LargestBuffer = RecordLimit.Bytes + 1024;
    private const char NoComments = '\0';

    private readonly CsvDataReaderOptions _options = new()
    {
        HasHeaders = false,
        Delimiter = delimiter,
        Comment = NoComments,
        MaxBufferSize = LargestBuffer,
        ResultSetMode = ResultSetMode.SingleResult,
    };

    private char[] _buffer = new char[1 << 14];

    /// <summary>The fields of a record, without its line end; none of an empty one.</summary>
    /// <exception cref="FormatException">Its quotes are not as RFC 4180 has them.</exception>
    public string[] Of(string record)
    {
        if (_buffer.Length < record.Length + 1024)
            _buffer = new char[Math.Min(LargestBuffer, 2 * record.Length + 1024)];
        try
        {
            using var reader = CsvDataReader.Create(new StringReader(record), _buffer, _options);
            if (!reader.Read())
                return [];
            var fields = new string[reader.RowFieldCount];
            for (var i = 0; i < fields.Length; i++)
                fields[i] = reader.GetString(i);
            return reader.Read()
                ? throw new FormatException("a carriage return stands alone outside quotes; end lines with LF or CRLF")
                : fields;
        }
        catch (CsvInvalidCharacterException wrong)
        {
            throw new QuoteException(
                $"the quotes of field {wrong.FieldOrdinal + 1} are wrong; quote a whole field, double "
                    + "each quote within it, and close it before the next delimiter",
                wrong
            );
        }
    }
}
