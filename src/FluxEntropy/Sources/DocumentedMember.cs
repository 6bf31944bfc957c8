namespace FluxEntropy.Sources;

/// <summary>One member of the documentation: <c>M:System.String.Trim</c> and the prose about it.</summary>
public readonly record struct DocumentedMember(string Id, string Text);
