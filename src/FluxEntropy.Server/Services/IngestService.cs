using System.Text;
using System.Threading.Channels;
using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Telemetry;
using FluxEntropy.Server.Limits;
using FluxEntropy.Shards;
using FluxEntropy.V1;
using Grpc.Core;
using AppendStatus = FluxEntropy.Shards.AppendStatus;
using Outcome = FluxEntropy.V1.DocumentOutcome;

namespace FluxEntropy.Server.Services;

/// <summary>Splits batches by shard, and answers each once every shard that it touches is durable.</summary>
internal sealed class IngestService(IGrainFactory grains, Catalog catalog) : V1.Ingest.IngestBase
{
    private const int BatchDocuments = 4096;
    private const int IdBytes = 1 << 20; // of a batch: its answer repeats them
    private const int RecordCharacters = 2000; // kept of a rejected record's source, and of its reason
    private const int BatchesInWork = 4; // of one stream: reading goes on while shards write, and a slow disk slows the client

    public override async Task Append(
        IAsyncStreamReader<AppendRequest> requests,
        IServerStreamWriter<AppendResponse> responses,
        ServerCallContext context
    )
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var answers = Channel.CreateBounded<Task<AppendResponse>>(BatchesInWork);
        var reading = ReadAsync(requests, answers.Writer, context.TakeShare, ended.Token);
        try
        {
            await foreach (var answer in answers.Reader.ReadAllAsync(ended.Token))
                await responses.WriteAsync(await answer, ended.Token);
        }
        finally
        {
            await ended.CancelAsync(); // a batch that failed ends the stream: the client repeats what was not answered
        }
        if (await reading is { } corpus)
            await Task.WhenAll(Enumerable.Range(0, corpus.Shards).Select(shard => Shard(corpus, shard).Cut()));
    }

    public override async Task<DeleteDocumentsResponse> Delete(
        DeleteDocumentsRequest request,
        ServerCallContext context
    )
    {
        var corpus = await catalog.RequireCorpusAsync("corpus", request.Corpus);
        if (request.Ids.Count is < 1 or > BatchDocuments)
            throw Invalid.Argument("ids", $"{request.Ids.Count} are given; name 1 to {BatchDocuments} at a time.");
        for (var i = 0; i < request.Ids.Count; i++)
        {
            if (DocumentId.Problem(request.Ids[i]) is { } problem)
                throw Invalid.Argument($"ids[{i}]", problem);
        }
        CheckLength("ids", request.Ids);
        var documents = request
            .Ids.Select(id => new DeletedDocument { Id = id, Status = DeletedDocument.Types.Status.Absent })
            .ToArray();
        await Task.WhenAll(
            documents
                .GroupBy(document => DocumentId.ShardOf(document.Id, corpus.Shards))
                .Select(async shard =>
                {
                    var rows = await Shard(corpus, shard.Key).Delete([.. shard.Select(document => document.Id)]);
                    foreach (var (document, _) in shard.Zip(rows).Where(answer => answer.Second.Row is not null))
                        document.Status = DeletedDocument.Types.Status.Deleted;
                })
        );
        FluxInstruments.DocumentsDeleted.Add(
            documents.Count(document => document.Status == DeletedDocument.Types.Status.Deleted)
        );
        return new DeleteDocumentsResponse { Documents = { documents } };
    }

    private async Task<CorpusSettings?> ReadAsync(
        IAsyncStreamReader<AppendRequest> requests,
        ChannelWriter<Task<AppendResponse>> answers,
        Func<MessageShare?> takeShare,
        CancellationToken cancellationToken
    )
    {
        CorpusSettings? corpus = null;
        ulong? previous = null;
        try
        {
            await foreach (var request in requests.ReadAllAsync(cancellationToken))
            {
                corpus = await ResolveAsync(corpus, request);
                if (request.Batch <= previous)
                    throw Invalid.Argument(
                        "batch",
                        $"{request.Batch} came after {previous}; numbers rise strictly within a stream."
                    );
                previous = request.Batch;
                Validate(request);
                await answers.WriteAsync(AppendAsync(corpus, request, takeShare()), cancellationToken);
            }
            answers.Complete();
        }
        catch (Exception exception)
        {
            answers.Complete(exception); // after what was accepted before it is answered
        }
        return corpus;
    }

    private async Task<CorpusSettings> ResolveAsync(CorpusSettings? corpus, AppendRequest request)
    {
        if (corpus is null)
            return await catalog.RequireCorpusAsync("corpus", request.Corpus);
        return request.Corpus.Length == 0 || request.Corpus == corpus.Name
            ? corpus
            : throw Invalid.Argument(
                "corpus",
                $"'{Invalid.Shorten(request.Corpus)}' differs from the first message's '{corpus.Name}'; open a stream for each corpus."
            );
    }

    private static void Validate(AppendRequest request)
    {
        if (request.Documents.Count > BatchDocuments)
            throw Invalid.Argument(
                "documents",
                $"{request.Documents.Count} are more than {BatchDocuments} a batch; send several batches."
            );
        for (var i = 0; i < request.Documents.Count; i++)
        {
            if (DocumentId.Problem(request.Documents[i].Id) is { } problem)
                throw Invalid.Argument($"documents[{i}].id", problem);
            if (request.Documents[i].Replaces is { Length: > 0 } replaces && DocumentContent.ParseHex(replaces) is null)
                throw Invalid.Argument(
                    $"documents[{i}].replaces",
                    $"'{Invalid.Shorten(replaces)}' is not a text hash of 32 hexadecimal digits."
                );
        }
        CheckLength("documents", request.Documents.Select(document => document.Id));
        for (var i = 0; i < request.Rejected.Count; i++)
        {
            if (request.Rejected[i].Source.Length == 0)
                throw Invalid.Argument($"rejected[{i}].source", "is required.");
            if (request.Rejected[i].Reason.Length == 0)
                throw Invalid.Argument($"rejected[{i}].reason", "is required.");
        }
    }

    private static void CheckLength(string field, IEnumerable<string> ids)
    {
        if (ids.Sum(id => (long)Encoding.UTF8.GetByteCount(id)) is > IdBytes and var bytes)
            throw Invalid.Argument(
                field,
                $"the ids have {bytes} bytes, more than {IdBytes} a batch; send several batches."
            );
    }

    // A stream keeps its last message until the next one comes: only what is taken out of it is free before.
    private async Task<AppendResponse> AppendAsync(CorpusSettings corpus, AppendRequest request, MessageShare? share)
    {
        using (share)
        {
            try
            {
                return await AppendAsync(corpus, request);
            }
            finally
            {
                request.Documents.Clear();
                request.Rejected.Clear();
            }
        }
    }

    private async Task<AppendResponse> AppendAsync(CorpusSettings corpus, AppendRequest request)
    {
        var outcomes = new Outcome[request.Documents.Count];
        var shards = request
            .Documents.Select((document, index) => (document, index))
            .GroupBy(item => DocumentId.ShardOf(item.document.Id, corpus.Shards));
        await Task.WhenAll(
            shards
                .Select(async shard =>
                {
                    var items = shard.ToArray();
                    var answers = await Shard(corpus, shard.Key)
                        .Append([
                            .. items.Select(item => new IncomingDocument(
                                item.document.Id,
                                item.document.Text,
                                new Dictionary<string, string>(item.document.Metadata),
                                DocumentContent.ParseHex(item.document.Replaces)
                            )),
                        ]);
                    for (var i = 0; i < items.Length; i++)
                        outcomes[items[i].index] = ToOutcome(items[i].document.Id, answers[i]);
                })
                .Concat(RejectAsync(corpus, request))
        );
        foreach (var status in outcomes.CountBy(outcome => outcome.Status))
            FluxInstruments.DocumentsAppended.Add(
                status.Value,
                new KeyValuePair<string, object?>("status", status.Key.ToString().ToLowerInvariant())
            );
        return new AppendResponse { Batch = request.Batch, Outcomes = { outcomes } };
    }

    // A record without an id belongs to the shard of its source, so that a repeated file lands where it was before.
    private IEnumerable<Task> RejectAsync(CorpusSettings corpus, AppendRequest request) =>
        request
            .Rejected.GroupBy(record => DocumentId.ShardOf(record.Source, corpus.Shards))
            .Select(shard =>
                Shard(corpus, shard.Key)
                    .Quarantine([
                        .. shard.Select(record => new Shards.QuarantinedRecord(
                            "",
                            Invalid.Cut(record.Source, RecordCharacters - 1),
                            (long)record.Line,
                            Invalid.Cut(record.Reason, RecordCharacters - 1)
                        )),
                    ])
            );

    private IDocumentGrain Shard(CorpusSettings corpus, int shard) => grains.Shard(new ShardKey(corpus.Id, shard));

    private static Outcome ToOutcome(string id, AppendOutcome outcome) =>
        new()
        {
            Id = id,
            Status = outcome.Status switch
            {
                AppendStatus.Accepted => Outcome.Types.Status.Accepted,
                AppendStatus.Present => Outcome.Types.Status.Present,
                AppendStatus.Replaced => Outcome.Types.Status.Replaced,
                _ => Outcome.Types.Status.Quarantined,
            },
            Reason = outcome.Reason ?? "",
            TextHash = outcome.TextHash,
            Shard = (uint)outcome.Shard,
            Row = (ulong)Math.Max(0, outcome.Row),
        };
}
