using Orleans.Storage;

namespace FluxEntropy.Grains.Fencing;

/// <summary>A store of fencing records that only this process can write, as long as it runs.</summary>
public interface IExclusiveFences : IGrainStorage;
