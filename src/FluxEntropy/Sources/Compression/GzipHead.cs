namespace FluxEntropy.Sources.Compression;

/// <summary>The head of a member of gzip, which says nothing that is needed here.</summary>
/// <remarks>1f 8b, method 8, flags, uint32 time, 2 bytes; by flags extra bytes, name, comment (ended by 0), checksum.</remarks>
internal static class GzipHead
{
    private const int Extra = 4;
    private const int Name = 8;
    private const int Comment = 16;
    private const int Checksum = 2;
    private const int Reserved = 0xe0;

    /// <summary>Reads over it.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    /// <exception cref="EndOfStreamException">The bytes end within it.</exception>
    public static async ValueTask SkipAsync(GzipBuffer input, CancellationToken cancellationToken)
    {
        var head = new byte[10];
        await input.ReadExactlyAsync(head.AsMemory(0, 1), cancellationToken).ConfigureAwait(false);
        if (head[0] != 0x1f)
            throw new InvalidDataException();
        await input.ReadExactlyAsync(head.AsMemory(1), cancellationToken).ConfigureAwait(false);
        if (head is not [0x1f, 0x8b, 8, var flags, ..] || (flags & Reserved) != 0)
            throw new InvalidDataException();
        if ((flags & Extra) != 0)
        {
            var length = new byte[2];
            await input.ReadExactlyAsync(length, cancellationToken).ConfigureAwait(false);
            await input
                .ReadExactlyAsync(new byte[length[0] | (length[1] << 8)], cancellationToken)
                .ConfigureAwait(false);
        }

        for (var texts = ((flags & Name) != 0 ? 1 : 0) + ((flags & Comment) != 0 ? 1 : 0); texts > 0; texts--)
            await SkipTextAsync(input, cancellationToken).ConfigureAwait(false);
        if ((flags & Checksum) != 0)
            await input.ReadExactlyAsync(new byte[2], cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask SkipTextAsync(GzipBuffer input, CancellationToken cancellationToken)
    {
        var one = new byte[1];
        do await input.ReadExactlyAsync(one, cancellationToken).ConfigureAwait(false);
        while (one[0] != 0);
    }
}
