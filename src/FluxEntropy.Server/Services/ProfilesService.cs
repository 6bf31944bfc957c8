using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Metrics;
using FluxEntropy.Scores;
using FluxEntropy.Shards;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Server.Services;

/// <summary>Scores corpora under several profiles, and switches between them.</summary>
internal sealed class ProfilesService(
    IGrainFactory grains,
    Catalog catalog,
    ServerModels models,
    MetricLookup metrics,
    Listing listing
) : Profiles.ProfilesBase
{
    public override async Task<CorpusProfile> Add(AddProfileRequest request, ServerCallContext context)
    {
        var corpus = await catalog.RequireCorpusAsync("corpus", request.Corpus);
        var stored = await catalog.KeepProfileAsync(ProfileOf(request));
        await catalog.AddProfileAsync(corpus.Id, stored.Profile.Hash);
        await grains.Leases(corpus.Id).ProfilesChanged();
        return await DescribeAsync(corpus, stored.Profile);
    }

    public override async Task<ListProfilesResponse> List(ListProfilesRequest request, ServerCallContext context)
    {
        var corpus = await catalog.RequireCorpusAsync("corpus", request.Corpus);
        var (profiles, more) = await listing.DescribeAsync(
            "profile",
            After(request.After, await catalog.ProfileHashesAsync(corpus.Id)),
            async hash => await DescribeAsync(corpus, (await catalog.ProfileAsync(hash)).Profile),
            (hash, problem) =>
                new CorpusProfile
                {
                    Profile = new Profile { Hash = hash },
                    Problem = problem,
                },
            context.CancellationToken
        );
        return new ListProfilesResponse { Profiles = { profiles }, More = more };
    }

    public override async Task<CorpusProfile> Activate(ActivateProfileRequest request, ServerCallContext context)
    {
        var corpus = await catalog.RequireCorpusAsync("corpus", request.Corpus);
        if (request.Profile.Length == 0)
            throw Invalid.Argument("profile", "is required.");
        var profile = await catalog.RequireProfileAsync("profile", corpus, request.Profile);
        var before = await DescribeAsync(corpus, profile);
        if (before.Active)
            return before;
        if (before.Pending > 0 && !request.Incomplete)
            throw Invalid.Precondition(
                $"profile: {before.Pending} of {before.Pending + before.Indexed} documents wait to be "
                    + "scored under it; wait, or set incomplete to switch now."
            );
        if (!await catalog.ActivateAsync(corpus.Id, profile.Hash))
            throw new RpcException(
                new Status(
                    StatusCode.Aborted,
                    "profile: somebody else switched at the same time; look which is active, and ask again."
                )
            );
        await grains.Leases(corpus.Id).ProfilesChanged();
        return await DescribeAsync(corpus, profile);
    }

    // The active one comes first. Behind another one it may be listed again, since it was not necessarily active then.
    private static IEnumerable<string> After(string hash, IReadOnlyList<string> activeFirst) =>
        hash.Length == 0 ? activeFirst
        : activeFirst.Count > 0 && hash == activeFirst[0] ? activeFirst.Skip(1)
        : activeFirst.Order(StringComparer.Ordinal).Where(other => string.CompareOrdinal(other, hash) > 0);

    private StoredProfile ProfileOf(AddProfileRequest request)
    {
        var model = models.Require("model", request.Model);
        var context = model.Profile.WindowTokens;
        var window =
            request.WindowTokens == 0
                ? context
                : (int)Invalid.Range("window_tokens", request.WindowTokens, 2u, (uint)context);
        if (request.Truncate && request.StrideTokens > 0)
            throw Invalid.Argument("stride_tokens", "has no meaning with truncate, which leaves one window.");
        var stride =
            request.StrideTokens == 0
                ? Math.Max(1, window / 2)
                : (int)Invalid.Range("stride_tokens", request.StrideTokens, 1u, (uint)window);
        if (
            !Enum.TryParse<ScoredPositions>(
                request.Positions.Length == 0 ? "predicting" : request.Positions,
                ignoreCase: true,
                out var positions
            ) || !Enum.IsDefined(positions)
        )
            throw Invalid.Argument(
                "positions",
                $"'{Invalid.Shorten(request.Positions)}' is not one of predicting, all and last."
            );
        var profile = model.Profile with
        {
            WindowTokens = window,
            StrideTokens = request.Truncate ? 0 : stride,
            Positions = positions,
            PrefixEndOfText = request.PrefixEndOfText,
            SeparatorToken = request.PrefixEndOfText ? null : model.Profile.SeparatorToken, // documents bring it with them
            PredictedBytes = model.Profile.PredictedBytes && !request.PrefixEndOfText,
            BosEachWindow = request.BosEachWindow,
            ParseSpecialTokens = request.ParseSpecialTokens,
        };
        return SimulatedOr(model, profile);
    }

    // Simulated scores depend on nothing but the text: there is one such profile.
    private static StoredProfile SimulatedOr(StoredProfile model, ScoringProfile profile) =>
        Engines.Simulated.SimulatedModel.Is(profile) ? model : model with { Profile = profile };

    // Aggregates are asked first, so that they are not ahead of the shards.
    private async Task<CorpusProfile> DescribeAsync(CorpusSettings corpus, ScoringProfile profile)
    {
        var aggregates = await metrics.StatusAsync(corpus, profile);
        var shards = await Task.WhenAll(ShardKey.AllOf(corpus).Select(shard => grains.Shard(shard).Counts()));
        return new CorpusProfile
        {
            Profile = CorporaService.ToMessage(profile),
            Active = (await catalog.ActiveProfileAsync(corpus.Id)).Profile.Hash == profile.Hash,
            Indexed = (ulong)aggregates.Sum(aggregate => aggregate.Indexed - aggregate.Deleted),
            Pending = WaitingDocuments.Count(corpus, aggregates, shards),
            Metrics = { metrics.Sum(aggregates).Select(coverage => coverage.Metric) },
        };
    }
}
