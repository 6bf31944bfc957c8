namespace FluxEntropy.Sources.Formats;

/// <summary>One field of the records of a table that is stored by columns.</summary>
internal interface ITableField
{
    /// <summary>The column's name; one that lies within others has a name such as <c>metadata.language</c>.</summary>
    string Name { get; }

    /// <summary>Whether its values are floating-point numbers, of which NaN names nothing.</summary>
    bool IsReal => false;

    /// <summary>What is wrong with its values from here on; null while they can be read.</summary>
    string? Damage { get; }

    /// <summary>How its values were made of messages.</summary>
    MessageForm Messages => MessageForm.None;

    /// <summary>What should be known of the values; null where nothing should.</summary>
    string? Note => null;

    /// <summary>The value of the next row as text; null where it is null, or once there is <see cref="Damage"/>.</summary>
    /// <exception cref="FormatException">This value has no text; the next may.</exception>
    string? Next();
}
