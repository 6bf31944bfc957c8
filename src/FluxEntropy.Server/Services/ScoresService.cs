using System.Runtime.CompilerServices;
using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Scores;
using FluxEntropy.Server.Limits;
using FluxEntropy.Shards;
using FluxEntropy.Sketches;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Server.Services;

/// <summary>Answers questions about scores.</summary>
internal sealed class ScoresService(
    IClusterClient cluster,
    Catalog catalog,
    MetricLookup metrics,
    OrderingReader orderings,
    ScoredDocuments documents,
    ScoreFiles scores,
    AnswerReaders readers
) : V1.Scores.ScoresBase
{
    private const int MaxQuantiles = 10_000;
    private static readonly double[] DefaultQuantiles = [0, .1, .25, .5, .75, .9, 1];

    public override async Task<GetScoresResponse> Get(GetScoresRequest request, ServerCallContext context)
    {
        var answer = new GetScoresResponse();
        var room = new ResponseRoom();
        await foreach (var document in ByIdAsync(request, readers.For(context), context.CancellationToken))
        {
            var answered = DocumentParts.WithoutLongText(document);
            if (!room.Takes(answered))
            {
                answer.Next = (uint)answer.Documents.Count;
                break;
            }
            answer.Documents.Add(answered);
        }
        return answer;
    }

    public override async Task Read(
        GetScoresRequest request,
        IServerStreamWriter<ScoredDocument> response,
        ServerCallContext context
    )
    {
        var reader = readers.For(context);
        await foreach (var document in ByIdAsync(request, reader, context.CancellationToken))
        {
            foreach (var part in DocumentParts.Of(document))
                await WriteAsync(part, response, reader, context);
        }
    }

    private async IAsyncEnumerable<ScoredDocument> ByIdAsync(
        GetScoresRequest request,
        AnswerReader reader,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var corpus = await catalog.RequireCorpusAsync("corpus", request.Corpus);
        if (request.Ids.Count is < 1 or > 1000)
            throw Invalid.Argument("ids", $"{request.Ids.Count} are given; ask for 1 to 1000 at a time.");
        for (var i = 0; i < request.Ids.Count; i++)
        {
            if (DocumentId.Problem(request.Ids[i]) is { } problem)
                throw Invalid.Argument($"ids[{i}]", problem);
        }
        var profile = await catalog.RequireProfileAsync("profile", corpus, request.Profile);
        var found = documents.ByIdAsync(reader, corpus, profile, request.Ids, request.IncludeText, cancellationToken);
        await foreach (var document in found)
            yield return document;
    }

    public override async Task Query(
        QueryRequest request,
        IServerStreamWriter<ScoredDocument> response,
        ServerCallContext context
    )
    {
        var corpus = await catalog.RequireCorpusAsync("corpus", request.Corpus);
        var profile = await catalog.RequireProfileAsync("profile", corpus, request.Profile);
        var metric = await metrics.RequireAsync(corpus, profile, request.Metric);
        var detail = new DocumentDetail(request.IncludeText, request.IncludeTokens, request.Where);
        var left = request.Limit == 0 ? long.MaxValue : (long)Math.Min(request.Limit, long.MaxValue);
        var reader = readers.For(context);
        var found = FindAsync(request, reader, corpus, profile, metric, detail, context.CancellationToken);
        await foreach (var document in found)
        {
            if (left-- <= 0)
                return;
            foreach (var part in request.Parts ? DocumentParts.Of(document) : [document])
                await WriteAsync(part, response, reader, context);
        }
    }

    private static async Task WriteAsync(
        ScoredDocument part,
        IServerStreamWriter<ScoredDocument> response,
        AnswerReader reader,
        ServerCallContext context
    )
    {
        await response.WriteAsync(part, context.CancellationToken);
        reader.Progressed();
    }

    private async IAsyncEnumerable<ScoredDocument> FindAsync(
        QueryRequest request,
        AnswerReader reader,
        CorpusSettings corpus,
        ScoringProfile profile,
        string metric,
        DocumentDetail detail,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (request.HeldOut)
        {
            if (request.RangeCase != QueryRequest.RangeOneofCase.None || request.Descending)
                throw Invalid.Argument(
                    "held_out",
                    "documents held out have no ranks: give no range and no direction with it."
                );
            await foreach (var document in documents.HeldOutAsync(reader, corpus, profile, detail, cancellationToken))
                yield return document;
            yield break;
        }
        var (ordering, range) = await reader.InTurnAsync(
            async () =>
            {
                var opened = await orderings.OpenAsync(corpus, profile, metric);
                return (opened, await RangeAsync(request, opened));
            },
            cancellationToken
        );
        await foreach (var page in ordering.ReadAsync(range, request.Descending, cancellationToken))
        {
            await foreach (
                var document in documents.ByRowAsync(reader, corpus, profile, page, detail, cancellationToken)
            )
                yield return document;
        }
    }

    public override async Task<DistributionResponse> Distribution(
        DistributionRequest request,
        ServerCallContext context
    )
    {
        var corpus = await catalog.RequireCorpusAsync("corpus", request.Corpus);
        if (request.Quantiles.Count > MaxQuantiles)
            throw Invalid.Argument(
                "quantiles",
                $"{request.Quantiles.Count} are given; ask for at most {MaxQuantiles} at a time."
            );
        var quantiles = request.Quantiles.Count == 0 ? DefaultQuantiles : [.. request.Quantiles];
        for (var i = 0; i < quantiles.Length; i++)
            Invalid.Fraction($"quantiles[{i}]", quantiles[i]);
        var bins =
            request.HistogramBins == 0 ? 32 : (int)Invalid.Range("histogram_bins", request.HistogramBins, 1u, 1000u);
        var profile = await catalog.RequireProfileAsync("profile", corpus, request.Profile);
        var metric = await metrics.RequireAsync(corpus, profile, request.Metric);
        var (histogram, notScored) = await orderings.DistributionAsync(corpus, profile, metric);
        var mass = request.ByTokens ? Mass.Tokens : Mass.Documents;
        return Distributions.Describe(histogram, notScored, quantiles, bins, mass);
    }

    public override async Task Watch(
        WatchScoresRequest request,
        IServerStreamWriter<ScoresCommitted> response,
        ServerCallContext context
    )
    {
        var corpus = await catalog.RequireCorpusAsync("corpus", request.Corpus);
        if (request.FromSegments.Count > 0 && request.FromSegments.Count != corpus.Shards)
            throw Invalid.Argument(
                "from_segments",
                $"{request.FromSegments.Count} are given for {corpus.Shards} shards; give one for each."
            );
        var profile = (await catalog.ActiveProfileAsync(corpus.Id)).Profile;
        var cursor = new ScoresCursor(cluster, scores, corpus, profile.Hash);
        using var writing = new SemaphoreSlim(1);
        var stream = cluster.GetStreamProvider(Notices.Provider).GetStream<ScoresPublished>(Notices.Scores(corpus.Id));
        await stream.RelayAsync(
            notice =>
                WriteAsync(
                    new ScoresCommitted
                    {
                        Shard = (uint)notice.Shard,
                        Segment = (ulong)notice.Segment,
                        Documents = (uint)notice.Documents,
                        Tokens = (ulong)notice.Tokens,
                    }
                ),
            context.CancellationToken,
            async () =>
            {
                if (request.Cursor)
                {
                    await foreach (var stand in cursor.StandsAsync())
                        await WriteAsync(stand);
                }
                if (request.FromSegments.Count == 0)
                    return;
                await foreach (var missed in cursor.SinceAsync(request.FromSegments))
                    await WriteAsync(missed);
            }
        );

        async Task WriteAsync(ScoresCommitted committed)
        {
            await writing.WaitAsync(context.CancellationToken);
            try
            {
                await response.WriteAsync(committed, context.CancellationToken);
            }
            finally
            {
                writing.Release();
            }
        }
    }

    private static async Task<RankRange> RangeAsync(QueryRequest request, Ordering ordering)
    {
        switch (request.RangeCase)
        {
            case QueryRequest.RangeOneofCase.Ranks:
                var to = request.Ranks.To == 0 ? (ulong)ordering.Count : request.Ranks.To;
                if (request.Ranks.From > to)
                    throw Invalid.Argument("ranks.from", $"{request.Ranks.From} is beyond ranks.to, {to}.");
                return new RankRange { From = request.Ranks.From, To = Math.Min(to, (ulong)ordering.Count) };
            case QueryRequest.RangeOneofCase.Fractions:
                var end = request.Fractions.To == 0 ? 1 : Invalid.Fraction("fractions.to", request.Fractions.To);
                if (!(Invalid.Fraction("fractions.from", request.Fractions.From) <= end))
                    throw Invalid.Argument(
                        "fractions.from",
                        $"{request.Fractions.From} is beyond fractions.to, {end}."
                    );
                return new RankRange
                {
                    From = (ulong)(request.Fractions.From * ordering.Count),
                    To = (ulong)(end * ordering.Count),
                };
            case QueryRequest.RangeOneofCase.Values:
                if (request.Values is { HasMin: true, HasMax: true } values && !(values.Min <= values.Max))
                    throw Invalid.Argument("values.min", $"{values.Min} is not below values.max, {values.Max}.");
                return new RankRange
                {
                    From = (ulong)(request.Values.HasMin ? await ordering.CountBelowAsync(request.Values.Min) : 0),
                    To = (ulong)(
                        request.Values.HasMax ? await ordering.CountBelowAsync(request.Values.Max) : ordering.Count
                    ),
                };
            default:
                return new RankRange { From = 0, To = (ulong)ordering.Count };
        }
    }
}
