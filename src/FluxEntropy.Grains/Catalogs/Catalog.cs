using System.Collections.Concurrent;
using FluxEntropy.Scores;
using FluxEntropy.Sessions;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Catalogs;

/// <summary>
/// What corpora, sessions and profiles there are. A name is a file that holds an id, published create-if-absent: two
/// creators of one name cannot both win, on any number of machines and without a database. What an id or a hash stands
/// for never changes, so it is read once.
/// </summary>
public sealed class Catalog(IFileStore store)
{
    private readonly ConcurrentDictionary<string, object> _known = new(); // by path

    /// <summary>Makes a corpus, scored under a profile that is kept already.</summary>
    /// <returns>False when the name is taken.</returns>
    public async Task<bool> CreateAsync(CorpusSettings settings, string profileHash)
    {
        if (store.Exists(DataLayout.CorpusName(settings.Name)))
            return false; // and leaves nothing behind
        await PublishAsync(DataLayout.CorpusSettings(settings.Id), settings);
        await AddProfileAsync(settings.Id, profileHash);
        await PublishAsync(DataLayout.ActiveProfile(settings.Id, 1), new ProfileHash(profileHash));
        return await PublishAsync(DataLayout.CorpusName(settings.Name), new NamedId(settings.Id));
    }

    /// <summary>Keeps the settings of a session that has no name yet.</summary>
    public Task KeepAsync(SessionSettings settings) => PublishAsync(DataLayout.SessionSettings(settings.Id), settings);

    /// <summary>Gives a session its name, by which people find it.</summary>
    /// <returns>False when the name is taken.</returns>
    public Task<bool> NameAsync(SessionSettings settings) =>
        PublishAsync(DataLayout.SessionName(settings.Name), new NamedId(settings.Id));

    /// <summary>Keeps a profile and where its model is; harmless when it is kept already.</summary>
    /// <returns>
    /// What is kept: under the hash of an earlier version where that kept the same profile, so that nothing is scored twice.
    /// </returns>
    public async Task<StoredProfile> KeepProfileAsync(StoredProfile profile)
    {
        foreach (var earlier in profile.Profile.Earlier)
        {
            if (store.Exists(DataLayout.Profile(earlier.Hash)))
                return await ProfileAsync(earlier.Hash);
        }
        await PublishAsync(DataLayout.Profile(profile.Profile.Hash), profile);
        return profile;
    }

    public async Task<CorpusSettings?> FindCorpusAsync(string name) =>
        await TryReadAsync<NamedId>(DataLayout.CorpusName(name)) is { } named ? await CorpusAsync(named.Id) : null;

    public async Task<SessionSettings?> FindSessionAsync(string name) =>
        await TryReadAsync<NamedId>(DataLayout.SessionName(name)) is { } named ? await SessionAsync(named.Id) : null;

    /// <summary>The corpus of an id; null for one that was deleted, or never was.</summary>
    /// <exception cref="InvalidDataException">Its settings are damaged.</exception>
    public ValueTask<CorpusSettings?> CorpusAsync(string id) =>
        KnownAsync<CorpusSettings>(DataLayout.Corpus(id), DataLayout.CorpusSettings(id));

    /// <summary>The session of an id; null for one that was deleted, or never was.</summary>
    /// <exception cref="InvalidDataException">Its settings are damaged.</exception>
    public ValueTask<SessionSettings?> SessionAsync(string id) =>
        KnownAsync<SessionSettings>(DataLayout.Session(id), DataLayout.SessionSettings(id));

    /// <summary>The corpora whose settings can be read, in the order of their names: work on them goes on beside a damaged one.</summary>
    public async Task<IReadOnlyList<CorpusSettings>> ReadableCorporaAsync()
    {
        var corpora = new List<CorpusSettings>();
        foreach (var name in CorpusNames())
        {
            try
            {
                if (await FindCorpusAsync(name) is { } corpus)
                    corpora.Add(corpus);
            }
            catch (Exception damage) when (damage is InvalidDataException or IOException)
            {
                // Listings name it with its reason.
            }
        }
        return corpora;
    }

    /// <summary>Deletes a corpus permanently in every process; its files are removed by others.</summary>
    public Task DeleteAsync(CorpusSettings corpus) =>
        DeleteAsync(DataLayout.Corpus(corpus.Id), DataLayout.CorpusName(corpus.Name));

    /// <summary>Deletes a session permanently in every process; its files are removed by others.</summary>
    public Task DeleteAsync(SessionSettings session) =>
        DeleteAsync(DataLayout.Session(session.Id), DataLayout.SessionName(session.Name));

    /// <exception cref="FileNotFoundException">There is no profile of that hash.</exception>
    public ValueTask<StoredProfile> ProfileAsync(string hash) => KnownAsync<StoredProfile>(DataLayout.Profile(hash));

    /// <summary>The profile of a hash that came from outside, or null.</summary>
    public async Task<StoredProfile?> FindProfileAsync(string hash) =>
        hash.Length == 32 && hash.All(char.IsAsciiHexDigitLower) && store.Exists(DataLayout.Profile(hash))
            ? await ProfileAsync(hash)
            : null;

    /// <summary>Names of the corpora, sorted.</summary>
    public IReadOnlyList<string> CorpusNames() =>
        [.. store.Files(DataLayout.CorpusNames).Select(file => Path.GetFileNameWithoutExtension(file))];

    /// <summary>Names of the sessions, sorted.</summary>
    public IReadOnlyList<string> SessionNames() =>
        [.. store.Files(DataLayout.SessionNames).Select(file => Path.GetFileNameWithoutExtension(file))];

    /// <summary>The profile whose scores count: the newest that was made active.</summary>
    public async Task<StoredProfile> ActiveProfileAsync(string corpusId) =>
        await ProfileAsync(await ActiveHashAsync(corpusId));

    /// <summary>
    /// The profiles that a corpus is scored under and that can be read, the active one first, then by hash: work under them goes on
    /// beside a damaged one.
    /// </summary>
    /// <param name="corpusId">The corpus.</param>
    /// <param name="unreadable">Told the hash of each that cannot be read, and why.</param>
    public async Task<IReadOnlyList<StoredProfile>> ReadableProfilesAsync(
        string corpusId,
        Action<string, Exception>? unreadable = null
    )
    {
        var profiles = new List<StoredProfile>();
        foreach (var hash in await ProfileHashesAsync(corpusId))
        {
            try
            {
                profiles.Add(await ProfileAsync(hash));
            }
            catch (Exception damage) when (damage is InvalidDataException or IOException)
            {
                unreadable?.Invoke(hash, damage);
            }
        }
        return profiles;
    }

    /// <summary>Hashes of the profiles that a corpus is scored under, in the same order; what they stand for may be damaged.</summary>
    public async Task<IReadOnlyList<string>> ProfileHashesAsync(string corpusId)
    {
        var scored = store
            .Files(DataLayout.ScoredProfiles(corpusId))
            .Select(file => Path.GetFileNameWithoutExtension(file));
        try
        {
            var active = await ActiveHashAsync(corpusId);
            return [active, .. scored.Where(hash => hash != active)];
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException)
        {
            return [.. scored]; // who needs the active one asks for it, and is told
        }
    }

    /// <summary>Has a corpus scored under one more profile, which is kept already; harmless when it is.</summary>
    public Task AddProfileAsync(string corpusId, string profileHash) =>
        PublishAsync(DataLayout.ScoredProfile(corpusId, profileHash), new ProfileHash(profileHash));

    /// <summary>Metrics that segments without them are to be rescored for under a profile, sorted.</summary>
    public IReadOnlyList<string> Rescores(string corpusId, string profileHash) =>
        [
            .. store
                .Files(DataLayout.Rescores(corpusId, profileHash))
                .Select(file => Path.GetFileNameWithoutExtension(file)),
        ];

    /// <summary>Has segments that lack a metric rescored for it, from now on; harmless when they are.</summary>
    public Task RescoreAsync(string corpusId, string profileHash, string metric) =>
        PublishAsync(DataLayout.Rescore(corpusId, profileHash, metric), new RescoredMetric(metric));

    /// <summary>Makes a profile that a corpus is scored under the one that counts, from now on and everywhere.</summary>
    /// <returns>False when somebody else made one the active one at the same time.</returns>
    public async Task<bool> ActivateAsync(string corpusId, string profileHash)
    {
        var newest = store.Files(DataLayout.ActiveProfiles(corpusId))[^1];
        var number = int.Parse(
            Path.GetFileNameWithoutExtension(newest),
            System.Globalization.CultureInfo.InvariantCulture
        );
        return await PublishAsync(DataLayout.ActiveProfile(corpusId, number + 1), new ProfileHash(profileHash));
    }

    private async Task<string> ActiveHashAsync(string corpusId)
    {
        if (store.Files(DataLayout.ActiveProfiles(corpusId)) is not [.., var newest])
            throw new InvalidDataException(
                $"{DataLayout.ActiveProfiles(corpusId)}: no file says which profile is active"
            );
        return (await ReadAsync<ProfileHash>($"{DataLayout.ActiveProfiles(corpusId)}/{newest}")).Hash;
    }

    private async ValueTask<T?> KnownAsync<T>(string folder, string path)
        where T : class =>
        store.Exists(DataLayout.Deleted(folder)) || !(_known.ContainsKey(path) || store.Exists(path))
            ? null
            : await KnownAsync<T>(path);

    private async Task DeleteAsync(string folder, string name)
    {
        await PublishAsync(DataLayout.Deleted(folder), new NamedId(Path.GetFileName(folder)));
        if (await TryReadAsync<NamedId>(name) is { } named && named.Id == Path.GetFileName(folder))
            store.Delete(name);
    }

    private Task<bool> PublishAsync<T>(string path, T value) => store.PublishAsync(path, CheckedJson.Encode(value));

    private async ValueTask<T> KnownAsync<T>(string path)
        where T : class
    {
        if (_known.TryGetValue(path, out var known))
            return (T)known;
        var read = await ReadAsync<T>(path);
        _known[path] = read;
        return read;
    }

    private async Task<T> ReadAsync<T>(string path) => CheckedJson.Decode<T>(await store.ReadAsync(path), path);

    private async Task<T?> TryReadAsync<T>(string path)
        where T : class => store.Exists(path) ? await ReadAsync<T>(path) : null;

    private sealed record NamedId(string Id);

    private sealed record ProfileHash(string Hash);

    private sealed record RescoredMetric(string Metric);
}

/// <summary>A profile and the folder that its model was read from.</summary>
public sealed record StoredProfile(ScoringProfile Profile, string ModelFolder);
