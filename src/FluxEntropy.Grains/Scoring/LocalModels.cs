using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Scores;

namespace FluxEntropy.Grains.Scoring;

/// <summary>
/// The models that this process was started with. A profile records the folder that its model was read from, and on another machine,
/// or after a move, the same files lie elsewhere.
/// </summary>
public sealed class LocalModels(IReadOnlyList<StoredProfile> models)
{
    /// <summary>The folder here that holds the model and tokenizer of a profile, or null.</summary>
    public string? FolderOf(ScoringProfile profile) =>
        models
            .FirstOrDefault(model =>
                model.Profile.ModelHash == profile.ModelHash && model.Profile.TokenizerHash == profile.TokenizerHash
            )
            ?.ModelFolder;
}
