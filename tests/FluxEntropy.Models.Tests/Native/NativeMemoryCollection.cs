namespace FluxEntropy.Models.Tests.Native;

/// <summary>Tests that count the process's tensors run alone.</summary>
[CollectionDefinition(nameof(NativeMemoryCollection), DisableParallelization = true)]
public sealed class NativeMemoryCollection;
