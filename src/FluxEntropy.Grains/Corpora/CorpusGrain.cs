using FluxEntropy.Grains.Documents;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Ingest;
using FluxEntropy.Scores;
using FluxEntropy.Scores.Leasing;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Corpora;

/// <inheritdoc cref="ICorpusGrain" />
[RunsOn(SiloRoles.Data)]
internal sealed class CorpusGrain(Catalog catalog, IFileStore store, ClusterMembers members, TimeProvider time) : Grain, ICorpusGrain
{
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan OfferPoll = TimeSpan.FromSeconds(1);

    private CorpusSettings _corpus = null!;
    private ScoringProfile _profile = null!;
    private LeaseTable _leases = null!;
    private DateTimeOffset _asked;
    private readonly HashSet<string> _scorers = []; // those that may hold leases

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _corpus = await catalog.CorpusAsync(this.GetPrimaryKeyString());
        _profile = (await catalog.ActiveProfileAsync(_corpus.Id)).Profile;
        _leases = new LeaseTable(_corpus.Shards, LeaseDuration);
        for (var shard = 0; shard < _corpus.Shards; shard++)
        {
            foreach (var file in store.Files(DataLayout.Scores(_corpus.Id, _profile.Hash, shard)))
                _leases.Complete(new SegmentKey(shard, int.Parse(Path.GetFileNameWithoutExtension(file))));
            SegmentAttempts.ClearPublished(store, _corpus.Id, _profile.Hash, shard);
        }
    }

    public async Task<string?> WantedProfile()
    {
        var now = time.GetUtcNow();
        if (_leases.Pending == 0 && now - _asked >= OfferPoll)
        {
            _asked = now;
            for (var shard = 0; shard < _corpus.Shards; shard++)
                _leases.Offer(shard, (await GrainFactory.GetGrain<IDocumentGrain>($"{_corpus.Id}/{shard}").Status()).Segments);
        }
        return _leases.Pending > 0 ? _profile.Hash : null;
    }

    public Task<SegmentLease[]> Lease(string scorer, int max)
    {
        ReleaseThoseOfTheDead();
        _scorers.Add(scorer);
        return Task.FromResult<SegmentLease[]>(
            [.. _leases.Take(scorer, max, time.GetUtcNow()).Select(key => new SegmentLease(_corpus.Id, _profile.Hash, key.Shard, key.Segment))]);
    }

    public Task Complete(int shard, int segment)
    {
        _leases.Complete(new SegmentKey(shard, segment));
        return Task.CompletedTask;
    }

    public Task Renew(string scorer)
    {
        _leases.Renew(scorer, time.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task Release(string scorer)
    {
        _leases.Release(scorer);
        return Task.CompletedTask;
    }

    public Task Offer(int shard, int segments)
    {
        _leases.Offer(shard, segments);
        return Task.CompletedTask;
    }

    // A scorer never comes back: its silo's name dies with the silo.
    private void ReleaseThoseOfTheDead()
    {
        var alive = members.Names;
        foreach (var scorer in _scorers.Where(scorer => !alive.Contains(KeyPlacement.SiloOf(scorer))).ToArray())
        {
            _leases.Release(scorer);
            _scorers.Remove(scorer);
        }
    }
}
