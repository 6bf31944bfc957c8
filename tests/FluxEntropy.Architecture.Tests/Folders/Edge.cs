namespace FluxEntropy.Architecture.Tests.Folders;

/// <summary>A type of one folder uses a type of another.</summary>
internal readonly record struct Edge(string From, string To, string User, string Used);
