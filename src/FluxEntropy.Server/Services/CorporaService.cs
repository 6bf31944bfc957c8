using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Deletion;
using FluxEntropy.Grains.Fencing;
using FluxEntropy.Shards;
using FluxEntropy.Storage;
using FluxEntropy.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FluxEntropy.Server.Services;

/// <summary>Makes, lists and shows corpora.</summary>
internal sealed class CorporaService(
    IGrainFactory grains,
    Catalog catalog,
    CorpusDeletion deletion,
    ServerModels models,
    MetricLookup metrics,
    Rescoring rescoring,
    MetadataKeyReader metadataKeys,
    Listing listing,
    TimeProvider time
) : Corpora.CorporaBase
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(500);

    public override async Task<Corpus> Create(CreateCorpusRequest request, ServerCallContext context)
    {
        Invalid.Name("name", request.Name);
        var shards = request.Shards == 0 ? 4 : (int)Invalid.Range("shards", request.Shards, 1u, 1024u);
        var groups =
            request.Groups == 0 ? Math.Min(2, shards) : (int)Invalid.Range("groups", request.Groups, 1u, (uint)shards);
        Invalid.Fraction("held_out_fraction", request.HeldOutFraction, 0.5);
        var profile = await ProfileAsync(request.Profile);
        var settings = new CorpusSettings
        {
            Id = DataLayout.NewId(),
            Name = request.Name,
            Shards = shards,
            Groups = groups,
            HeldOutFraction = request.HeldOutFraction,
            Created = TimeProvider.System.GetUtcNow(),
        };
        if (!await catalog.CreateAsync(settings, profile.Profile.Hash))
            throw new RpcException(
                new Status(StatusCode.AlreadyExists, $"name: there is a corpus '{request.Name}' already.")
            );
        return await DescribeAsync(settings);
    }

    public override async Task<ListCorporaResponse> List(ListCorporaRequest request, ServerCallContext context)
    {
        var (corpora, more) = await listing.DescribeAsync(
            "corpus",
            catalog.CorpusNames().Where(name => string.CompareOrdinal(name, request.After) > 0),
            async name => await catalog.FindCorpusAsync(name) is { } corpus ? await DescribeAsync(corpus) : null,
            (name, problem) => new Corpus { Name = name, Problem = problem },
            context.CancellationToken
        );
        return new ListCorporaResponse { Corpora = { corpora }, More = more };
    }

    public override async Task<Corpus> Get(GetCorpusRequest request, ServerCallContext context) =>
        await DescribeAsync(await catalog.RequireCorpusAsync("name", request.Name));

    public override async Task<DeleteCorpusResponse> Delete(DeleteCorpusRequest request, ServerCallContext context)
    {
        var corpus = await catalog.RequireCorpusAsync("name", request.Name);
        var sessions = await deletion.SessionsOnAsync(corpus);
        if (sessions.Count > 0 && !request.WithSessions)
            throw Invalid.Precondition(
                $"with_sessions: training runs are on corpus {corpus.Name}: "
                    + $"{Invalid.Some(sessions.Select(session => session.Name))}; set it to stop and delete them, too."
            );
        var documents = await LiveDocumentsAsync(corpus);
        await deletion.DeleteAsync(corpus, sessions);
        return new DeleteCorpusResponse
        {
            Documents = documents,
            Sessions = { sessions.Select(session => session.Name) },
        };
    }

    public override async Task Watch(
        GetCorpusRequest request,
        IServerStreamWriter<Corpus> response,
        ServerCallContext context
    )
    {
        var corpus = await catalog.RequireCorpusAsync("name", request.Name);
        Corpus? previous = null;
        using var timer = new PeriodicTimer(WatchInterval, time);
        do
        {
            var current = await DescribeAsync(corpus);
            if (!current.Equals(previous))
                await response.WriteAsync(previous = current, context.CancellationToken);
        } while (previous.Pending > 0 && await timer.WaitForNextTickAsync(context.CancellationToken));
    }

    public override async Task Quarantine(
        QuarantineRequest request,
        IServerStreamWriter<V1.QuarantinedRecord> response,
        ServerCallContext context
    )
    {
        var corpus = await catalog.RequireCorpusAsync("corpus", request.Corpus);
        var left = request.Limit == 0 ? 1000 : (int)Invalid.Range("limit", request.Limit, 1u, 1_000_000u);
        for (var shard = 0; shard < corpus.Shards && left > 0; shard++)
        {
            var documents = grains.Shard(new ShardKey(corpus.Id, shard));
            for (
                var from = 0;
                left > 0 && await documents.Quarantined(from, Math.Min(left, 500)) is { Length: > 0 } page;
                from += page.Length
            )
            {
                foreach (var record in page)
                    await response.WriteAsync(
                        new V1.QuarantinedRecord
                        {
                            Shard = (uint)shard,
                            Id = record.Id,
                            Source = record.Source,
                            Line = (ulong)record.Line,
                            Reason = record.Reason,
                        }
                    );
                left -= page.Length;
            }
        }
    }

    public override async Task<CompactResponse> Compact(CompactRequest request, ServerCallContext context)
    {
        var corpus = await catalog.RequireCorpusAsync("corpus", request.Corpus);
        var profile = await catalog.RequireProfileAsync("profile", corpus, request.Profile);
        var made = await Task.WhenAll(
            CompactionKey.AllOf(corpus, profile.Hash).Select(shard => grains.Compaction(shard).Compact())
        );
        return new CompactResponse
        {
            Tables = (uint)made.Sum(shard => shard.Tables),
            Rows = (ulong)made.Sum(shard => shard.Rows),
            Bytes = (ulong)made.Sum(shard => shard.Bytes),
            Folder = $"{DataLayout.Tables(corpus.Id)}/{profile.Hash}",
        };
    }

    public override Task Rescore(
        RescoreRequest request,
        IServerStreamWriter<RescoreProgress> response,
        ServerCallContext context
    ) => rescoring.RunAsync(request, response, context.CancellationToken);

    public override async Task<MetadataKeysResponse> MetadataKeys(
        MetadataKeysRequest request,
        ServerCallContext context
    ) =>
        await metadataKeys.ReadAsync(
            await catalog.RequireCorpusAsync("corpus", request.Corpus),
            request.Find,
            context.CancellationToken
        );

    private async Task<StoredProfile> ProfileAsync(string hash)
    {
        if (hash.Length > 0)
            return await catalog.FindProfileAsync(hash)
                ?? throw Invalid.Argument("profile", $"there is no profile '{Invalid.Shorten(hash)}'.");
        return await catalog.KeepProfileAsync(models.Require("profile", ""));
    }

    // A corpus that cannot say what it holds can be deleted, too.
    private async Task<ulong> LiveDocumentsAsync(CorpusSettings corpus)
    {
        try
        {
            var shards = await Task.WhenAll(ShardKey.AllOf(corpus).Select(shard => grains.Shard(shard).Counts()));
            return (ulong)shards.Sum(shard => shard.Documents - shard.Tombstones);
        }
        catch (Exception broken) when (!broken.IsTransient())
        {
            return 0;
        }
    }

    // Aggregates are asked first, so that they are not ahead of the shards.
    private async Task<Corpus> DescribeAsync(CorpusSettings corpus)
    {
        var stored = await catalog.ActiveProfileAsync(corpus.Id);
        var aggregates = await Task.WhenAll(
            AggregatorKey.AllOf(corpus, stored.Profile.Hash).Select(group => grains.Aggregator(group).Status())
        );
        var shards = await Task.WhenAll(ShardKey.AllOf(corpus).Select(shard => grains.Shard(shard).Counts()));
        return new Corpus
        {
            Name = corpus.Name,
            Id = corpus.Id,
            Shards = (uint)corpus.Shards,
            Groups = (uint)corpus.Groups,
            HeldOutFraction = corpus.HeldOutFraction,
            Created = Timestamp.FromDateTimeOffset(corpus.Created),
            Profile = ToMessage(stored.Profile),
            Documents = (ulong)shards.Sum(shard => shard.Documents - shard.Tombstones),
            TextBytes = (ulong)shards.Sum(shard => shard.Bytes),
            Indexed = (ulong)aggregates.Sum(aggregate => aggregate.Indexed - aggregate.Deleted),
            Pending = WaitingDocuments.Count(corpus, aggregates, shards),
            Quarantined = (ulong)shards.Sum(shard => shard.Quarantined),
            Ranked = (ulong)aggregates.Sum(aggregate => aggregate.Ranked),
            HeldOut = (ulong)aggregates.Sum(aggregate => aggregate.HeldOut),
            Tokens = (ulong)aggregates.Sum(aggregate => aggregate.Tokens),
            Deleted = (ulong)shards.Sum(shard => shard.Tombstones),
            NotScored = { metrics.Sum(aggregates).Where(coverage => coverage.NotScored > 0).Select(Gap) },
        };
    }

    internal static MetricGap Gap(MetricCoverage coverage) =>
        new() { Metric = coverage.Metric, Documents = (ulong)coverage.NotScored };

    internal static Profile ToMessage(Scores.ScoringProfile profile)
    {
        var message = new Profile
        {
            Hash = profile.Hash,
            Model = profile.Model,
            VocabularySize = (uint)profile.VocabularySize,
            WindowTokens = (uint)profile.WindowTokens,
            StrideTokens = (uint)profile.StrideTokens,
            Dtype = profile.Dtype,
            Positions = profile.Positions.ToString().ToLowerInvariant(),
            PrefixEndOfText = profile.PrefixEndOfText,
            BosEachWindow = profile.BosEachWindow,
            PredictedBytes = profile.PredictedBytes,
            ParseSpecialTokens = profile.ParseSpecialTokens,
        };
        if (profile.SeparatorToken is { } separator)
            message.SeparatorToken = (uint)separator;
        return message;
    }
}
