using FluxEntropy.Engines;
using FluxEntropy.Engines.Simulated;
using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Scores;

namespace FluxEntropy.Server.Services;

/// <summary>
/// The models that a server was started with, each with the profile that it has by itself; the first is that of new
/// corpora.
/// </summary>
internal sealed record ServerModels(IReadOnlyList<StoredProfile> Models)
{
    /// <summary>Reads model folders far enough to know their profiles.</summary>
    /// <exception cref="InvalidDataException">A folder is not a usable model, or two have one name.</exception>
    public static ServerModels Read(IReadOnlyList<string> folders, IEngineFactory engines)
    {
        var models = folders
            .Select(folder => new StoredProfile(
                engines.ReadProfile(folder),
                folder == SimulatedModel.Name ? folder : Path.GetFullPath(folder)
            ))
            .ToList();
        return
            models.GroupBy(model => model.Profile.Model).FirstOrDefault(same => same.Count() > 1) is { Key: var twice }
            ? throw new InvalidDataException(
                $"two models are called {twice}, after their folders: clients could not tell them apart; rename one of the folders"
            )
            : new ServerModels(models);
    }

    /// <summary>The model that is taken where none is named; null when there is none.</summary>
    public StoredProfile? Default => Models.Count > 0 ? Models[0] : null;

    /// <summary>
    /// The separator of a profile that was kept before profiles recorded it, where a model of the server has the same tokenizer; else
    /// null. Documents that are scored behind an end-of-text token of their own need none.
    /// </summary>
    public int? SeparatorOf(ScoringProfile profile) =>
        profile.PrefixEndOfText
            ? null
            : Models
                .FirstOrDefault(model =>
                    model.Profile.TokenizerHash == profile.TokenizerHash
                    && model.Profile.SeparatorToken < profile.VocabularySize
                )
                ?.Profile.SeparatorToken;

    /// <summary>The model that a request names, by the name of its folder; the first where it names none.</summary>
    public StoredProfile Require(string field, string name)
    {
        if (Default is null)
            throw Invalid.Precondition($"{field}: this server has no model; start it with --model DIR.");
        if (name.Length == 0)
            return Default;
        return Models.FirstOrDefault(model => model.Profile.Model == name)
            ?? throw Invalid.NotFound(
                $"{field}: this server has no model '{Invalid.Shorten(name)}'; it has "
                    + $"{string.Join(", ", Models.Select(model => model.Profile.Model))}. Start it with "
                    + "--model DIR for each."
            );
    }
}
