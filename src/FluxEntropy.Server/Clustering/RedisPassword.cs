namespace FluxEntropy.Server.Clustering;

/// <summary>
/// The password of Redis where it belongs: in a file, as secrets are mounted in containers, or in the environment. On a command line
/// every user of the machine can read it.
/// </summary>
internal static class RedisPassword
{
    /// <summary>Environment variable with the path of a file that has the password in its first line.</summary>
    public const string File = Variable + "_FILE";

    /// <summary>Environment variable with the password itself.</summary>
    public const string Variable = "FLUXENTROPY_REDIS_PASSWORD";

    /// <summary>The password; null where neither variable is set.</summary>
    /// <exception cref="IOException">The file cannot be read, or has no password.</exception>
    public static string? Read()
    {
        if (Environment.GetEnvironmentVariable(File) is not { Length: > 0 } path)
            return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } password ? password : null;
        try
        {
            using var file = new StreamReader(path);
            return file.ReadLine() is { Length: > 0 } line
                ? line
                : throw new IOException(
                    $"{File}: the first line of '{path}' is empty; it is to be the password of Redis"
                );
        }
        catch (Exception exception)
            when (exception is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException($"{File}: '{path}' cannot be read ({exception.Message})", exception);
        }
    }
}
