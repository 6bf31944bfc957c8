namespace FluxEntropy.Server.Limits;

/// <summary>Whose messages are metered.</summary>
/// <param name="Connection">Id of the connection: connections take turns.</param>
/// <param name="IsStream">Whether the client sends several messages.</param>
/// <param name="MaxBytes">Longest message that it takes.</param>
internal readonly record struct MeteredCall(string Connection, bool IsStream, int MaxBytes);
