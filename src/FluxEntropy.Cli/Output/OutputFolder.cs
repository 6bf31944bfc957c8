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
        var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var partial = place + ".partial";
        if (Directory.Exists(partial) || File.Exists(partial))
            throw new IOException(
                $"{partial} is there already: another command writes it, or was killed; remove it, or name another folder"
            );
        Directory.CreateDirectory(partial);
        try
        {
            await write(partial);
            Publish(partial, place);
        }
        finally
        {
            if (Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);
        }
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
        var said = default(T)!;
        WriteAsync(folder, partial =>
            {
                said = write(partial);
                return Task.CompletedTask;
            })
            .GetAwaiter()
            .GetResult();
        return said;
    }

    private static void Publish(string partial, string place)
    {
        if (!Directory.Exists(place))
        {
            Directory.Move(partial, place);
            return;
        }
        foreach (var file in Directory.GetFiles(partial, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(place, Path.GetRelativePath(partial, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(file, target, overwrite: true);
        }
    }
}
