using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Storage;

/// <summary>Work that may fail anywhere, and is then done again by a new activation until it succeeds.</summary>
internal interface IRepeatableWork
{
    /// <summary>Does what is left of the work.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="disk">The same, for what is written past the store.</param>
    Task DoAsync(LocalFileStore store, IDisk disk);

    /// <summary>Checks that all that was acknowledged so far is there, and whole.</summary>
    Task RequireAcknowledgedAsync(LocalFileStore store);

    /// <summary>Checks that the work is done, each part of it once.</summary>
    Task RequireDoneAsync(LocalFileStore store);
}
