namespace FluxEntropy.Cli.Output;

/// <summary>A folder whose files get their places only once all of them are complete, as <see cref="OutputFile"/> does for one.</summary>
internal static class OutputFolder
{
    /// <summary>
    /// Has a folder written beside its place, as <c>NAME.partial</c>, and moves its files there. An interrupted command, or a full
    /// disk, leaves what was there before.
    /// </summary>
    /// <exception cref="IOException">It cannot be written there, or another command is writing it.</exception>
    public static async Task WriteAsync(string folder, Func<string, Task> write)
    {
        using var partial = PartialFolder.Create(folder);
        await write(partial.Path);
        partial.Publish();
    }

    /// <inheritdoc cref="WriteAsync"/>
    public static void Write(string folder, Action<string> write) => Write(folder, partial =>
        {
            write(partial);
            return true;
        });

    /// <summary>The same, with what the writer says.</summary>
    /// <inheritdoc cref="WriteAsync"/>
    public static T Write<T>(string folder, Func<string, T> write)
    {
        using var partial = PartialFolder.Create(folder);
        var said = write(partial.Path);
        partial.Publish();
        return said;
    }
}
