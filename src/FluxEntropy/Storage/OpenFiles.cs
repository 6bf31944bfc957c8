namespace FluxEntropy.Storage;

/// <summary>Files, sockets and the like that this process may have open at a time.</summary>
public static class OpenFiles
{
    /// <summary>What a server needs: the program itself takes some 300, the rest is for clients and documents.</summary>
    public const int Fewest = 512;

    /// <summary>The limit that the operating system set; .NET has raised the soft one to the hard one by then.</summary>
    public static long Max => Posix.MaxFiles();
}
