namespace FluxEntropy.Tables.CsvFiles;

/// <summary>The quotes of a record are not as RFC 4180 has them, so that it may have taken lines along that are none of it.</summary>
internal sealed class QuoteException(string message, Exception? innerException = null)
    : FormatException(message, innerException);
