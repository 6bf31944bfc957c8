using System.Collections.Concurrent;
using FluxEntropy.Engines;
using FluxEntropy.Engines.Simulated;
using FluxEntropy.Scores;

namespace FluxEntropy.Grains.Scoring;

/// <summary>The scoring engines of this process: one a device, for the profile that it scored last.</summary>
public sealed class DeviceEngines(IEngineFactory factory, LocalModels models, DeviceFaults faults) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Slot> _slots = [];

    /// <summary>Whether a device can score under a profile: simulated devices make simulated scores, and no other does.</summary>
    public static bool CanScore(string device, ScoringProfile profile) =>
        SimulatedDevice.IsName(device) == SimulatedModel.Is(profile);

    /// <summary>Hash of the profile whose model a device has loaded, or null.</summary>
    public string? ReadyProfile(string device) =>
        _slots.TryGetValue(device, out var slot) ? slot.Engine?.Profile.Hash : null;

    /// <summary>
    /// The engine of a device for a profile; where the device holds another, that is let go and the model loaded: nothing may be
    /// scored with it then. A device's calls must not overlap.
    /// </summary>
    /// <exception cref="InvalidDataException">The folder is not the model that the profile was made with.</exception>
    public async Task<IScoringEngine> GetAsync(string device, ScoringProfile profile, string modelFolder)
    {
        var slot = _slots.GetOrAdd(device, _ => new Slot());
        if (slot.Engine?.Profile.Hash == profile.Hash)
            return slot.Engine;
        if (slot.Engine is { } previous)
        {
            slot.Engine = null;
            await previous.DisposeAsync();
        }
        try
        {
            var engine = await Task.Run(() => Load(device, profile, modelFolder));
            faults.Worked(device, profile.Hash);
            return slot.Engine = new WatchedEngine(engine, device, faults);
        }
        catch (Exception failure)
        {
            faults.Failed(device, profile.Hash, failure);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var slot in _slots.Values)
        {
            if (slot.Engine is { } engine)
                await engine.DisposeAsync();
        }
        _slots.Clear();
    }

    // The models of this process come first: their hashes are known already.
    private IScoringEngine Load(string device, ScoringProfile profile, string modelFolder)
    {
        if (models.FolderOf(profile) is { } folder)
            return factory.CreateScoringEngine(folder, profile, device);
        if (!SimulatedModel.Is(profile) && !Directory.Exists(modelFolder))
            throw new InvalidDataException(
                $"{modelFolder}: this folder, which the model {profile.Model} of profile {profile.Hash} was read from, is not on this "
                    + "machine. Start the server with --model DIR, where DIR holds the same files."
            );
        var found = factory.ReadProfile(modelFolder);
        return found.ModelHash == profile.ModelHash && found.TokenizerHash == profile.TokenizerHash
            ? factory.CreateScoringEngine(modelFolder, profile, device)
            : throw new InvalidDataException(
                $"{modelFolder} holds another model than profile {profile.Hash} was made with: expected model {profile.ModelHash} "
                    + $"and tokenizer {profile.TokenizerHash}, found {found.ModelHash} and {found.TokenizerHash}. Restore the folder, "
                    + "start the server with --model DIR where DIR holds those files, or score under a new profile."
            );
    }

    private sealed class Slot
    {
        public WatchedEngine? Engine { get; set; }
    }
}
