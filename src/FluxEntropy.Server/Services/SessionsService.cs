using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Sessions;
using FluxEntropy.Shards;
using FluxEntropy.Storage;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Server.Services;

/// <summary>Makes, lists and shows training runs.</summary>
internal sealed class SessionsService(
    IGrainFactory grains,
    Catalog catalog,
    MetricLookup metrics,
    ServerModels models,
    ScoreFiles scores,
    Listing listing
) : V1.Sessions.SessionsBase
{
    private const long LargestStep = 64 << 20; // bytes, as much as this project's clients take in a message
    private const int RowsACall = 256;
    private const int RowsAnAnswer = 4096; // described at a time, before it is known how many fit
    private const int StepsAnAnswer = 40_000; // of at most 50 bytes

    public override async Task<Session> Create(CreateSessionRequest request, ServerCallContext context)
    {
        Invalid.Name("name", request.Name);
        var corpus = await catalog.RequireCorpusAsync("corpus", request.Corpus);
        var curriculum = SessionMessages.ToCurriculum("curriculum", request.Curriculum);
        if (await catalog.FindSessionAsync(request.Name) is not null)
            throw Taken(request.Name);
        var (batch, length) = ReadShape(request);
        var profile = (await catalog.ActiveProfileAsync(corpus.Id)).Profile;
        var settings = new SessionSettings
        {
            Id = DataLayout.NewId(),
            Name = request.Name,
            CorpusId = corpus.Id,
            ProfileHash = profile.Hash,
            TokenSet = profile.TokenSet,
            Metric = await metrics.RequireAsync(corpus, profile, request.Metric),
            Batch = batch,
            Time = length,
            TotalSteps = (long)Invalid.Range("total_steps", request.TotalSteps, 1ul, 1ul << 31),
            Seed = request.Seed,
            Created = TimeProvider.System.GetUtcNow(),
            Packing = RowPacking.Competing,
            Separator = profile.SeparatorToken ?? models.SeparatorOf(profile),
        };
        // The name last: whoever finds the session finds its curriculum.
        await catalog.KeepAsync(settings);
        await grains.Session(settings.Id).Create(curriculum);
        if (!await catalog.NameAsync(settings))
            throw Taken(request.Name);
        return await DescribeWithNotesAsync(settings);
    }

    public override async Task<Session> Get(GetSessionRequest request, ServerCallContext context) =>
        await DescribeWithNotesAsync(await catalog.RequireSessionAsync("session", request.Session));

    public override async Task<ListSessionsResponse> List(ListSessionsRequest request, ServerCallContext context)
    {
        var (sessions, more) = await listing.DescribeAsync(
            "session",
            catalog.SessionNames().Where(name => string.CompareOrdinal(name, request.After) > 0),
            async name => await catalog.FindSessionAsync(name) is { } found ? await DescribeAsync(found) : null,
            (name, problem) => new Session { Name = name, Problem = problem },
            context.CancellationToken
        );
        return new ListSessionsResponse { Sessions = { sessions }, More = more };
    }

    public override async Task<ServedResponse> Served(ServedRequest request, ServerCallContext context)
    {
        var settings = await catalog.RequireSessionAsync("session", request.Session);
        if (request.ToStep != 0 && request.FromStep > request.ToStep)
            throw Invalid.Argument("from_step", $"{request.FromStep} is beyond to_step, {request.ToStep}.");
        var served = await grains
            .Session(settings.Id)
            .ServedWithin(
                (long)Invalid.Range("from_step", request.FromStep, 0ul, (ulong)settings.TotalSteps),
                (long)Invalid.Range("to_step", request.ToStep, 0ul, (ulong)settings.TotalSteps),
                context.CancellationToken
            );
        return new ServedResponse
        {
            FromStep = (ulong)served.FromStep,
            ToStep = (ulong)served.ToStep,
            Tokens = { served.Tokens.Select(tokens => (ulong)tokens) },
            Documents = (ulong)served.Documents,
        };
    }

    public override async Task<StepDocumentsResponse> StepDocuments(
        StepDocumentsRequest request,
        ServerCallContext context
    )
    {
        var settings = await catalog.RequireSessionAsync("session", request.Session);
        var session = grains.Session(settings.Id);
        if (await session.Recorded((long)Math.Min(request.Step, long.MaxValue)) is not { } step)
            throw Invalid.NotFound(
                $"step: {request.Step} was not planned yet; step {(await session.Status()).NextStep} is the next."
            );
        var answer = new StepDocumentsResponse
        {
            CurriculumVersion = (ulong)step.CurriculumVersion,
            Snapshot = SessionMessages.Hex(step.SnapshotHash),
            Weights = { step.Weights.Select(weight => weight / (double)BinWeights.Total) },
        };
        var first = (int)Invalid.Range("from_document", request.FromDocument, 0u, (uint)step.Rows.Length);
        var room = new ResponseRoom();
        foreach (var part in step.Rows.Skip(first).Chunk(RowsAnAnswer))
        {
            foreach (var document in await DescribeAsync(settings, part))
            {
                if (!room.Takes(document))
                {
                    answer.Next = (uint)(first + answer.Documents.Count);
                    return answer;
                }
                answer.Documents.Add(document);
            }
        }
        return answer;
    }

    // A step is one message, between processes and to a trainer that takes all of it: four bytes a token, and the bin of each target.
    private static (int Batch, int Time) ReadShape(CreateSessionRequest request)
    {
        var batch = request.Batch == 0 ? 8 : (int)Invalid.Range("batch", request.Batch, 1u, 4096u);
        var time = request.Time == 0 ? 128 : (int)Invalid.Range("time", request.Time, 8u, 8192u);
        var bytes = (long)batch * (sizeof(int) * (time + 1) + time);
        if (bytes > LargestStep)
            throw Invalid.Argument(
                "batch",
                $"{batch} rows of {time} tokens are {bytes >> 20} MiB a step, and a step has at most {LargestStep >> 20} MiB; take fewer "
                    + $"rows ({LargestStep / (bytes / batch)} fit), or fewer tokens, and add up the gradients of several steps."
            );
        return (batch, time);
    }

    private async Task<ServedDocument[]> DescribeAsync(SessionSettings settings, PlannedRow[] taken)
    {
        var documents = new ServedDocument[taken.Length];
        await Task.WhenAll(
            Enumerable
                .Range(0, documents.Length)
                .GroupBy(i => taken[i].Shard)
                .Select(async shard =>
                {
                    foreach (var part in shard.Chunk(RowsACall))
                    {
                        var rows = await grains
                            .Shard(new ShardKey(settings.CorpusId, shard.Key))
                            .Rows([.. part.Select(i => taken[i].Row)], includeText: false);
                        for (var i = 0; i < part.Length; i++)
                            documents[part[i]] = await DescribeAsync(settings, taken[part[i]], rows[i].Row);
                    }
                })
        );
        return documents;
    }

    public override async Task<DocumentStepsResponse> DocumentSteps(
        DocumentStepsRequest request,
        ServerCallContext context
    )
    {
        var settings = await catalog.RequireSessionAsync("session", request.Session);
        if (DocumentId.Problem(request.Id) is { } problem)
            throw Invalid.Argument("id", problem);
        var corpus = await catalog.RequireCorpusOfAsync(settings);
        var shard = DocumentId.ShardOf(request.Id, corpus.Shards);
        if (
            await grains.Shard(new ShardKey(corpus.Id, shard)).Find([request.Id], includeText: false)
            is not [{ } document]
        )
            throw Invalid.NotFound(
                $"id: there is no document '{Invalid.Shorten(request.Id)}' in corpus {corpus.Name}."
            );
        var served = new List<ServedRow>();
        var pages = grains
            .Session(settings.Id)
            .ServedPages(
                shard,
                document.Row.Row,
                (long)Math.Min(request.FromStep, long.MaxValue),
                context.CancellationToken
            );
        await foreach (var page in pages.WithCancellation(context.CancellationToken))
        {
            served.AddRange(page);
            if (served.Count > StepsAnAnswer)
                break;
        }
        var answer = new DocumentStepsResponse();
        if (served.Count > StepsAnAnswer)
        {
            // A step that took the document several times is answered whole.
            answer.NextStep = (ulong)served[StepsAnAnswer].Step;
            served.RemoveAll(step => (ulong)step.Step >= answer.NextStep);
        }
        answer.Steps.Add(
            served.Select(step => new StepOfDocument
            {
                Step = (ulong)step.Step,
                CurriculumVersion = (ulong)step.CurriculumVersion,
                FromToken = (uint)step.Row.FromToken,
                Tokens = (uint)step.Row.Tokens,
                Bin = (uint)step.Row.Bin,
                Pass = (uint)step.Row.Pass,
            })
        );
        return answer;
    }

    private async Task<ServedDocument> DescribeAsync(SessionSettings settings, PlannedRow taken, ShardRow row)
    {
        var document = new ServedDocument
        {
            Id = row.Id,
            Shard = (uint)taken.Shard,
            Row = (ulong)taken.Row,
            FromToken = (uint)taken.FromToken,
            Tokens = (uint)taken.Tokens,
            Bin = (uint)taken.Bin,
            Pass = (uint)taken.Pass,
        };
        if (
            row.Segment is { } segment
            && await scores.FindAsync(settings.CorpusId, settings.ProfileHash, taken.Shard, segment) is { } scored
            && scored.Column(settings.Metric) is { } values
        )
            document.Value = values[row.Row - scored.Scores.Header.FirstRow];
        return document;
    }

    private async Task<Session> DescribeWithNotesAsync(SessionSettings settings)
    {
        var session = await DescribeAsync(settings);
        session.Notes.Add((await grains.Session(settings.Id).Outlook()).Notes);
        return session;
    }

    private async Task<Session> DescribeAsync(SessionSettings settings) =>
        SessionMessages.ToMessage(
            settings,
            (await catalog.RequireCorpusOfAsync(settings)).Name,
            await grains.Session(settings.Id).Status()
        );

    private static RpcException Taken(string name) =>
        new(new Status(StatusCode.AlreadyExists, $"name: there is a session '{name}' already."));
}
