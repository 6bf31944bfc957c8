namespace FluxEntropy.Server.Limits;

/// <summary>
/// What each field of a request may hold that could hold more than a number. A new field is given its bound here and in the protocol's
/// comment; a test looks for those that have none.
/// </summary>
internal static class FieldBounds
{
    /// <summary>Longest name that people choose: of a corpus or a session.</summary>
    private const int Name = 64;

    /// <summary>Longest name or hash that is only compared with what there is; all of those are shorter.</summary>
    private const int Known = 256;

    /// <summary>Longest curriculum.</summary>
    private const int Schedule = 1 << 20;

    /// <summary>Longest id of a document, and key of metadata.</summary>
    private const int Id = Shards.DocumentId.MaxBytes;

    private const int Author = 256;
    private const int Reason = 4096;
    private const int Key = 128;

    /// <summary>The bounds by the field's full name.</summary>
    public static readonly IReadOnlyDictionary<string, FieldBound> All = new Dictionary<string, FieldBound>
    {
        ["CurriculumSpec.schedule"] = new(Schedule),
        ["GetCurriculumRequest.session"] = new(Name),
        ["RollbackCurriculumRequest.session"] = new(Name),
        ["RollbackCurriculumRequest.author"] = new(Author),
        ["RollbackCurriculumRequest.reason"] = new(Reason),
        ["RollbackCurriculumRequest.idempotency_key"] = new(Key),
        ["PreviewCurriculumRequest.session"] = new(Name),
        ["UpdateCurriculumRequest.session"] = new(Name),
        ["UpdateCurriculumRequest.author"] = new(Author),
        ["UpdateCurriculumRequest.reason"] = new(Reason),
        ["UpdateCurriculumRequest.idempotency_key"] = new(Key),
        ["DeleteDocumentsRequest.corpus"] = new(Name),
        ["DeleteCorpusRequest.name"] = new(Name),
        ["CompactRequest.corpus"] = new(Name),
        ["CompactRequest.profile"] = new(Known),
        ["RescoreRequest.corpus"] = new(Name),
        ["RescoreRequest.metrics"] = new(Known, Count: 1000),
        ["RescoreRequest.profile"] = new(Known),
        ["MetadataKeysRequest.corpus"] = new(Name),
        ["MetadataKeysRequest.find"] = new(Id, Count: 1000),
        ["CreateCorpusRequest.name"] = new(Name),
        ["CreateCorpusRequest.profile"] = new(Known),
        ["ListCorporaRequest.after"] = new(Known),
        ["GetCorpusRequest.name"] = new(Name),
        ["QuarantineRequest.corpus"] = new(Name),
        ["AddProfileRequest.corpus"] = new(Name),
        ["AddProfileRequest.model"] = new(Known),
        ["AddProfileRequest.positions"] = new(Known),
        ["ListProfilesRequest.corpus"] = new(Name),
        ["ListProfilesRequest.after"] = new(Known),
        ["ActivateProfileRequest.corpus"] = new(Name),
        ["ActivateProfileRequest.profile"] = new(Known),
        ["GetScoresRequest.corpus"] = new(Name),
        ["GetScoresRequest.profile"] = new(Known),
        ["QueryRequest.corpus"] = new(Name),
        ["QueryRequest.metric"] = new(Known),
        ["QueryRequest.profile"] = new(Known),
        ["QueryRequest.where"] = new(1 << 16, Count: 64),
        ["DistributionRequest.corpus"] = new(Name),
        ["DistributionRequest.metric"] = new(Known),
        ["DistributionRequest.profile"] = new(Known),
        ["WatchScoresRequest.corpus"] = new(Name),
        ["WatchScoresRequest.from_segments"] = new(0, Count: 1024),
        ["StepDocumentsRequest.session"] = new(Name),
        ["DocumentStepsRequest.session"] = new(Name),
        ["DocumentStepsRequest.id"] = new(Id),
        ["CreateSessionRequest.name"] = new(Name),
        ["CreateSessionRequest.corpus"] = new(Name),
        ["CreateSessionRequest.metric"] = new(Known),
        ["GetSessionRequest.session"] = new(Name),
        ["ListSessionsRequest.after"] = new(Known),
        ["ServedRequest.session"] = new(Name),
        ["JoinRun.session"] = new(Name),
        ["JoinRun.run"] = new(Name),
        ["JoinRun.session_id"] = new(Known),
        ["StepLosses.bins"] = new(0, Count: Curricula.Curriculum.MaxBins),
        ["StartTrainingRequest.session"] = new(Name),
        ["StartTrainingRequest.device"] = new(Known),
        ["TrainedModel.architecture"] = new(Known),
        // Of a stream's messages; each is bounded by what else they say.
        ["AppendRequest.corpus"] = new(Name),
        ["AppendRequest.rejected"] = new(0, Count: 4096),
    };

    /// <summary>Fields that what reads them bounds by itself, and how.</summary>
    public static readonly IReadOnlyDictionary<string, string> Elsewhere = new Dictionary<string, string>
    {
        ["AppendRequest.documents"] = "IngestService: 4,096 a batch",
        ["Document.id"] = "DocumentId: 1,024 bytes, and 1 MiB a batch",
        ["Document.text"] = "DocumentContent: 16 MiB, and what is longer is set aside",
        ["Document.metadata"] = "ShardBatch: 1,048,576 characters, and what is longer is set aside",
        ["Document.replaces"] = "IngestService: 32 hexadecimal digits",
        ["RejectedRecord.source"] = "IngestService: the first 2,000 characters are kept",
        ["RejectedRecord.reason"] = "IngestService: the first 2,000 characters are kept",
        ["DeleteDocumentsRequest.ids"] = "IngestService: 4,096 ids, of 1 MiB together",
        ["DistributionRequest.quantiles"] = "ScoresService: 10,000",
        ["GetScoresRequest.ids"] = "ScoresService: 1,000 ids, of 1,024 bytes each",
    };
}
