namespace FluxEntropy.Sources.Formats;

/// <summary>What of a table is read.</summary>
/// <param name="Fields">The fields to read; those that are neither text nor id are metadata.</param>
/// <param name="Unread">Names of columns with one value a row that has no text, such as an image's bytes.</param>
internal sealed record TableChoice<T>(IReadOnlyList<T> Fields, IReadOnlyList<string> Unread)
    where T : class, ITableField;
