using System.Runtime.InteropServices;
using System.Text;
using FluxEntropy.Engines;
using FluxEntropy.Metrics;
using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Checkpoints;
using FluxEntropy.Models.Native;
using FluxEntropy.Models.Tokenizers;
using FluxEntropy.Models.Transformers;
using FluxEntropy.Scores;
using TorchSharp;

namespace FluxEntropy.Models.Scoring;

/// <summary>
/// Scores documents on a device: texts become tokens on the thread pool and go, cut into windows, to a pool of workers
/// that
/// all calls in flight share, so that one call's last batches leave no thread idle.
/// </summary>
public sealed class TorchScoringEngine : IScoringEngine
{
    /// <summary>
    /// Documents that are tokenised before their windows are sorted: similar lengths are found, and workers need not
    /// wait for the whole call.
    /// </summary>
    private const int SortedDocuments = 512;

    private const string Float32 = "float32";
    private const string BFloat16 = "bfloat16";

    private readonly HuggingFaceTokenizer _tokenizer;
    private readonly ScoringPool _pool;
    private int _disposed;

    private TorchScoringEngine(
        ScoringProfile profile,
        MetricCatalog metrics,
        HuggingFaceTokenizer tokenizer,
        ScoringPool pool
    ) => (Profile, Metrics, _tokenizer, _pool) = (profile, metrics, tokenizer, pool);

    /// <inheritdoc/>
    public ScoringProfile Profile { get; }

    /// <inheritdoc/>
    public MetricCatalog Metrics { get; }

    /// <summary>Loads a model folder onto a device.</summary>
    /// <param name="modelFolder">A Hugging Face folder.</param>
    /// <param name="profile">
    /// What scores are to be scores of, as <see cref="ReadProfile"/> makes it; window, stride and positions may be
    /// changed.
    /// </param>
    /// <param name="device">
    /// <c>cpu:N</c> for N threads, <c>cuda:N</c> for a card, which may also compute bfloat16.
    /// </param>
    /// <param name="deterministic">
    /// Whether a document's score is the same to the bit whatever is scored beside it: a CPU with AVX2 does that
    /// anyway, other devices at some cost in speed. The default value is <see langword="false"/>.
    /// </param>
    /// <param name="metrics">What to measure. The default is <see cref="MetricCatalog.BuiltIn"/>.</param>
    /// <exception cref="InvalidDataException">
    /// The folder is not a usable model, or not the profile's; the message names file and field.
    /// </exception>
    public static TorchScoringEngine Load(
        string modelFolder,
        ScoringProfile profile,
        string device,
        bool deterministic = false,
        MetricCatalog? metrics = null
    )
    {
        var name = DeviceName.Parse(device);
        var checkpoint = CheckpointFolder.Open(modelFolder);
        var tokenizer = OpenTokenizer(modelFolder, checkpoint.Spec);
        CheckProfile(modelFolder, profile, checkpoint, tokenizer, name);
        tokenizer = ProfileTokenizer.Of(modelFolder, tokenizer, profile);
        if (profile.BosEachWindow && (tokenizer.Prefix.Count == 0 || tokenizer.Prefix.Count >= profile.WindowTokens))
            throw new InvalidDataException(
                $"profile: BosEachWindow is set, and the tokenizer of {modelFolder} puts {tokenizer.Prefix.Count} tokens before a text; "
                    + $"expected 1 to {profile.WindowTokens - 1} (PrefixEndOfText adds one)"
            );
        name.EnsureUsable();
        var weights = LoadWeights(checkpoint, name, profile);
        return new TorchScoringEngine(
            profile,
            metrics ?? MetricCatalog.BuiltIn,
            tokenizer,
            new ScoringPool(weights, name.Workers, deterministic)
        );
    }

    /// <exception cref="TorchException">They do not fit the device, say; libtorch's message in one line.</exception>
    private static TransformerWeights LoadWeights(
        CheckpointFolder checkpoint,
        DeviceName device,
        ScoringProfile profile
    )
    {
        try
        {
            return TransformerWeights.Load(
                checkpoint,
                device.Torch,
                profile.Dtype == BFloat16 ? torch.bfloat16 : torch.float32
            );
        }
        catch (ExternalException error)
        {
            throw TorchException.Wrap(error);
        }
    }

    /// <summary>
    /// What a score under a model folder is: the whole context as window, half of it as stride, float32.
    /// </summary>
    /// <exception cref="InvalidDataException">
    /// The folder is not a usable model; the message names file and field.
    /// </exception>
    public static ScoringProfile ReadProfile(string modelFolder)
    {
        var checkpoint = CheckpointFolder.Open(modelFolder);
        var tokenizer = OpenTokenizer(modelFolder, checkpoint.Spec);
        return new ScoringProfile
        {
            Model = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(modelFolder))),
            ModelHash = checkpoint.Hash(),
            TokenizerHash = tokenizer.Hash,
            VocabularySize = checkpoint.Spec.Vocabulary,
            WindowTokens = checkpoint.Spec.Context,
            StrideTokens = Math.Max(1, checkpoint.Spec.Context / 2),
            Dtype = Float32,
            SeparatorToken =
                SeparatorToken.Find(modelFolder, tokenizer) is { } token && token < checkpoint.Spec.Vocabulary
                    ? token
                    : null,
            PredictedBytes = tokenizer.Prefix.Count == 0,
        };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DocumentScore>> ScoreAsync(
        IReadOnlyList<string> texts,
        ScoringDetail detail = default,
        CancellationToken cancellationToken = default
    )
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        if (detail.TopK < 0 || (detail.TopK > 0 && !detail.PerToken))
            throw new ArgumentException(
                $"TopK is {detail.TopK} and PerToken {detail.PerToken}; top tokens are part of the per-token statistics",
                nameof(detail)
            );
        cancellationToken.ThrowIfCancellationRequested();
        if (texts.Count == 0)
            return [];
        var call = new ScoringCall(texts.Count, detail, Profile.Positions, Metrics, cancellationToken);
        using var cancellation = cancellationToken.Register(call.Cancel);
        // Off the caller's thread: tokenising is work, and the caller may be a grain.
        await Task.Run(() => FeedAsync(call, texts, cancellationToken), CancellationToken.None).ConfigureAwait(false);
        return await call.Task.ConfigureAwait(false);
    }

    private async Task FeedAsync(ScoringCall call, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        for (var first = 0; first < texts.Count && !call.IsOver; first += SortedDocuments)
        {
            var windows = new List<ScoringWindow>();
            for (var i = first; i < Math.Min(first + SortedDocuments, texts.Count); i++)
                windows.AddRange(TryPrepare(call, i, texts[i]));
            await _pool.SubmitAsync(windows, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A text that the tokenizer cannot take fails by itself.</summary>
    private List<ScoringWindow> TryPrepare(ScoringCall call, int index, string text)
    {
        try
        {
            return Prepare(call, index, text);
        }
        catch (InvalidDataException e)
        {
            call.Finish(
                index,
                new DocumentScore
                {
                    TokenIds = [],
                    Bytes = Encoding.UTF8.GetByteCount(text),
                    Metrics = Metrics.NoValues(),
                    Failure = $"cannot be tokenised: {e.Message}",
                }
            );
            return [];
        }
    }

    private List<ScoringWindow> Prepare(ScoringCall call, int index, string text)
    {
        var ids = _tokenizer.EncodeToIds(text, parseSpecial: Profile.ParseSpecialTokens);
        CheckIds(ids);
        var scored = ids.Length;
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (Profile.StrideTokens == 0 && ids.Length > Profile.WindowTokens)
            ids = ids[..Profile.WindowTokens];
        var skipsFirst = Profile.PredictedBytes && _tokenizer.Prefix.Count == 0 && ids.Length > 0;
        var scoredBytes =
            skipsFirst || ids.Length < scored
                ? PredictedBytes.Of(
                    text,
                    _tokenizer,
                    _tokenizer.Encode(text, parseSpecial: Profile.ParseSpecialTokens),
                    ids.Length,
                    skipsFirst
                )
                : bytes;
        var document = new DocumentInProgress(call, index, ids, bytes, scoredBytes);
        var windows = ScoringWindow.Cut(
            document,
            Profile.WindowTokens,
            Profile.StrideTokens,
            Profile.BosEachWindow ? _tokenizer.Prefix : []
        );
        document.Expect(windows.Count);
        return windows;
    }

    /// <summary>Tokens may be added to a tokenizer that its model has no embeddings of.</summary>
    /// <exception cref="InvalidDataException">The text spells one out.</exception>
    private void CheckIds(int[] ids)
    {
        if (
            _tokenizer.LargestAddedId >= Profile.VocabularySize
            && Array.Find(ids, id => id >= Profile.VocabularySize) is > 0 and var id
        )
            throw new InvalidDataException(
                $"\"{_tokenizer.Decode([id], skipSpecial: false)}\" is token {id}, and the model has {Profile.VocabularySize}"
            );
    }

    private static HuggingFaceTokenizer OpenTokenizer(string modelFolder, TransformerSpec spec)
    {
        var tokenizer = HuggingFaceTokenizer.Load(modelFolder);
        return tokenizer.LargestId < spec.Vocabulary
            ? tokenizer
            : throw new InvalidDataException(
                $"{modelFolder}: the tokenizer has ids up to {tokenizer.LargestId}, but "
                    + $"config.json: vocab_size is {spec.Vocabulary}; they belong to different models"
            );
    }

    private static void CheckProfile(
        string modelFolder,
        ScoringProfile profile,
        CheckpointFolder checkpoint,
        HuggingFaceTokenizer tokenizer,
        DeviceName device
    )
    {
        if (profile.TokenizerHash != tokenizer.Hash || profile.ModelHash != checkpoint.Hash())
            throw new InvalidDataException(
                $"{modelFolder}: not the model of profile {profile.Hash} ({profile.Model}); its files differ"
            );
        if (profile.WindowTokens < 2 || profile.WindowTokens > checkpoint.Spec.Context)
            throw new InvalidDataException(
                $"profile: WindowTokens is {profile.WindowTokens}, expected 2 to the model's context of {checkpoint.Spec.Context}"
            );
        if (profile.StrideTokens < 0 || profile.StrideTokens > profile.WindowTokens)
            throw new InvalidDataException(
                $"profile: StrideTokens is {profile.StrideTokens}, expected 0 (truncate) to the window of {profile.WindowTokens}"
            );
        // Without instructions for it, a CPU multiplies bfloat16 matrices 50 to 350 times slower than float32.
        if (profile.Dtype != Float32 && !(profile.Dtype == BFloat16 && device.IsCuda))
            throw new InvalidDataException(
                $"profile: Dtype is {profile.Dtype}; expected "
                    + $"float32{(device.IsCuda ? " or bfloat16" : ", which is what the CPU computes")}"
            );
    }

    /// <summary>Lets the workers finish what is queued, ends their threads and frees the weights.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _pool.DisposeAsync().ConfigureAwait(false);
    }
}
