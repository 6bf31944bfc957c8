using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Scores;
using FluxEntropy.Sessions;
using FluxEntropy.Shards;
using FluxEntropy.Suggestions;

namespace FluxEntropy.Server.Services;

/// <summary>Finds what a request names, or refuses with what there is.</summary>
internal static class CorpusLookup
{
    public static async Task<CorpusSettings> RequireCorpusAsync(this Catalog catalog, string field, string name) =>
        await catalog.FindCorpusAsync(Invalid.Name(field, name))
        ?? throw Invalid.NotFound(
            $"{field}: there is no corpus '{name}'; {Existing("corpora", name, catalog.CorpusNames())}"
        );

    /// <summary>
    /// The profile of a corpus that a request names by its hash or the beginning of it; the active one where it names
    /// none.
    /// </summary>
    public static async Task<ScoringProfile> RequireProfileAsync(
        this Catalog catalog,
        string field,
        CorpusSettings corpus,
        string hash
    )
    {
        if (hash.Length == 0)
            return (await catalog.ActiveProfileAsync(corpus.Id)).Profile;
        var hashes = await catalog.ProfileHashesAsync(corpus.Id);
        if (hashes.Where(known => known.StartsWith(hash, StringComparison.Ordinal)).ToList() is [var found])
            return (await catalog.ProfileAsync(found)).Profile;
        var profiles = await catalog.ReadableProfilesAsync(corpus.Id);
        throw Invalid.NotFound(
            $"{field}: '{Invalid.Shorten(hash)}' names no one profile that corpus {corpus.Name} "
                + "is scored under; profiles: "
                + $"{Invalid.Some(profiles.Select(stored => $"{stored.Profile.Hash} ({stored.Profile.Model})"))}."
        );
    }

    public static async Task<SessionSettings> RequireSessionAsync(this Catalog catalog, string field, string name) =>
        await catalog.FindSessionAsync(Invalid.Name(field, name))
        ?? throw Invalid.NotFound(
            $"{field}: there is no session '{name}'; {Existing("sessions", name, catalog.SessionNames())}"
        );

    /// <summary>The corpus of a session, which may be deleted while a call is in progress.</summary>
    public static async Task<CorpusSettings> RequireCorpusOfAsync(this Catalog catalog, SessionSettings session) =>
        await catalog.CorpusAsync(session.CorpusId)
        ?? throw Invalid.NotFound($"session: session '{session.Name}' was deleted with its corpus.");

    private static string Existing(string kind, string said, IReadOnlyList<string> names) =>
        names.Count == 0
            ? $"there are no {kind} yet: create one first."
            : $"{kind}: {Invalid.Some(names)}.{NearestName.Question(said, names)}";
}
