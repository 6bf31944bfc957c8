using System.Text;
using FluxEntropy.Models.Tokenizers.AddedTokens;
using FluxEntropy.Models.Tokenizers.Encodings;
using FluxEntropy.Models.Tokenizers.Normalizers;
using FluxEntropy.Models.Tokenizers.Pipeline;

namespace FluxEntropy.Models.Tokenizers;

/// <summary>
/// The tokenizer of a Hugging Face folder: added tokens are cut out, the rest is normalised, split into pieces and
/// turned
/// into tokens, and the template adds its own (BOS). Safe to use from several threads.
/// </summary>
public sealed class HuggingFaceTokenizer
{
    private readonly TokenizerPipeline _pipeline;
    private readonly AddedTokenFinder _raw;
    private readonly AddedTokenFinder _normalized;
    private readonly Dictionary<int, AddedToken> _added;

    internal HuggingFaceTokenizer(TokenizerPipeline pipeline, string hash)
    {
        _pipeline = pipeline;
        Hash = hash;
        _added = pipeline.AddedTokens.ToDictionary(t => t.Id);
        _raw = new AddedTokenFinder(pipeline.AddedTokens.Where(t => !t.Normalized));
        _normalized = new AddedTokenFinder(pipeline.AddedTokens.Where(t => t.Normalized));
        int[] always = [.. pipeline.Template.Prefix, .. pipeline.Template.Suffix, pipeline.Model.LargestId];
        LargestId = always.Max();
        LargestAddedId = pipeline.AddedTokens.Select(t => t.Id).DefaultIfEmpty().Max();
    }

    /// <summary>XXH128 of the tokenizer's files, 32 hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>The largest id that any text can be turned into: of the vocabulary and of the template.</summary>
    public int LargestId { get; }

    /// <summary>
    /// The largest id of the added tokens, which only texts that spell them out are turned into; may lie beyond a model's.
    /// </summary>
    internal int LargestAddedId { get; }

    /// <summary>Tokens that the template puts before every text, such as BOS.</summary>
    public IReadOnlyList<int> Prefix => _pipeline.Template.Prefix;

    /// <summary>Tokens that the template puts behind every text, such as EOS.</summary>
    internal IReadOnlyList<int> Suffix => _pipeline.Template.Suffix;

    /// <summary>Whether the template adds any token, before or after a text.</summary>
    public bool MarksTexts => _pipeline.Template.Prefix.Count + _pipeline.Template.Suffix.Count > 0;

    /// <summary>The id of an added token, such as <c>&lt;|endoftext|&gt;</c>; null where there is none.</summary>
    public int? AddedTokenId(string content) => _added.Values.FirstOrDefault(token => token.Content == content)?.Id;

    /// <summary>Reads tokenizer.json, else vocab.json and merges.txt, else tokenizer.model.</summary>
    /// <exception cref="InvalidDataException">
    /// No tokenizer is there, or it asks for something not supported; the message names file and field.
    /// </exception>
    public static HuggingFaceTokenizer Load(string folder) => TokenizerFolder.Load(folder);

    /// <summary>Whether a folder has one of those files.</summary>
    public static bool IsIn(string folder) => TokenizerFolder.HasOne(folder);

    /// <summary>This tokenizer with a token before every text, where its template puts none there.</summary>
    internal HuggingFaceTokenizer WithPrefix(int token) =>
        Prefix.Count > 0
            ? this
            : new HuggingFaceTokenizer(
                _pipeline with
                {
                    Template = _pipeline.Template with { Prefix = [token] },
                },
                Hash
            );

    /// <summary>UTF-8 bytes of the normalised text that a token of the vocabulary stands for.</summary>
    internal int BytesOf(int token) => _pipeline.Model.Bytes(token).Length;

    /// <summary>
    /// What a folder's files leave open and <see cref="Load"/> takes for granted, as a sentence for people: vocab.json and merges.txt
    /// alone do not say how a text is split. Null where nothing is.
    /// </summary>
    /// <exception cref="InvalidDataException">A file is broken; the message names it.</exception>
    public static string? AssumptionOf(string folder) => TokenizerFolder.Assumption(folder);

    /// <summary>Turns a text into tokens, with the part of the text that each covers.</summary>
    /// <param name="text">Any text; unpaired surrogates count as U+FFFD.</param>
    /// <param name="addSpecial">Whether the template adds its tokens (BOS).</param>
    /// <param name="parseSpecial">
    /// Whether special tokens written out in the text become those tokens; as text by default.
    /// </param>
    public TokenizedText Encode(string text, bool addSpecial = true, bool parseSpecial = false)
    {
        text = WellFormedText.Of(text);
        var output = new TokenOutput(withSpans: true);
        Encode(text, addSpecial, parseSpecial, output);
        return new TokenizedText([.. output.Ids], [.. output.Spans!]);
    }

    /// <summary>As <see cref="Encode(string, bool, bool)"/>, without spans: the quicker way.</summary>
    public int[] EncodeToIds(string text, bool addSpecial = true, bool parseSpecial = false)
    {
        var output = new TokenOutput(withSpans: false);
        Encode(WellFormedText.Of(text), addSpecial, parseSpecial, output);
        return [.. output.Ids];
    }

    /// <summary>The text that tokens stand for; bytes that are no UTF-8 become U+FFFD.</summary>
    /// <param name="ids">Token ids; unknown ones are left out.</param>
    /// <param name="skipSpecial">Whether special tokens are left out too.</param>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecial = true)
    {
        var bytes = new List<byte>(ids.Length * 4);
        foreach (var id in ids)
        {
            if (!_added.TryGetValue(id, out var added))
                bytes.AddRange(_pipeline.Model.Bytes(id));
            else if (!skipSpecial || !added.Special)
                bytes.AddRange(Encoding.UTF8.GetBytes(added.Content));
        }

        return _pipeline.Decoder.Decode(Encoding.UTF8.GetString([.. bytes]));
    }

    private void Encode(string text, bool addSpecial, bool parseSpecial, TokenOutput output)
    {
        if (addSpecial)
            output.AddTemplate(_pipeline.Template.Prefix, at: 0);
        var done = 0;
        while (_raw.Next(text, done, parseSpecial) is { } found)
        {
            EncodeBetween(text, done, found.Start, parseSpecial, output);
            output.Add(found.Token.Id, found.Start, found.End);
            done = found.End;
        }

        EncodeBetween(text, done, text.Length, parseSpecial, output);
        if (addSpecial)
            output.AddTemplate(_pipeline.Template.Suffix, at: text.Length);
    }

    /// <summary>Text between two added tokens is normalised and split by itself.</summary>
    private void EncodeBetween(string text, int start, int end, bool parseSpecial, TokenOutput output)
    {
        if (start == end)
            return;
        var segment = start == 0 && end == text.Length ? text : text[start..end];
        var normalized = _pipeline.Normalizer.Normalize(NormalizedText.Unchanged(segment));
        var done = 0;
        while (_normalized.Next(normalized.Text, done, parseSpecial) is { } found)
        {
            _pipeline.EncodePieces(normalized, done, found.Start, start, output);
            output.Add(
                found.Token.Id,
                start + normalized.Source(found.Start).Start,
                start + normalized.Source(found.End - 1).End
            );
            done = found.End;
        }

        _pipeline.EncodePieces(normalized, done, normalized.Text.Length, start, output);
    }
}
