using System.Text;
using FluxEntropy.Models.Tokenizers;
using FluxEntropy.Models.Tokenizers.Normalizers;
using FluxEntropy.Models.Tokenizers.SentencePiece;
using Google.Protobuf;

namespace FluxEntropy.Models.Tests.Tokenizers.SentencePiece;

/// <summary>tokenizer.model, made by hand: pieces small enough to tokenise on paper.</summary>
public sealed class SentencePieceFileTests : IDisposable
{
    private const int Normal = 1,
        Unknown = 2,
        Control = 3,
        UserDefined = 4,
        Unused = 5,
        Byte = 6;

    private static readonly (string Text, float Score, int Type)[] Pieces =
    [
        ("<unk>", 0, Unknown),
        ("<s>", 0, Control),
        ("</s>", 0, Control),
        .. Enumerable.Range(0, 256).Select(value => ($"<0x{value:X2}>", 0f, Byte)),
        ("▁a", -1, Normal),
        ("ab", -2, Normal),
        ("▁", -3, Normal),
        ("a", -4, Normal),
        ("b", -5, Normal),
        ("[x]", 0, UserDefined),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flux-sentencepiece-");

    [Fact]
    public void Best_scored_pair_merges_first_and_unknown_characters_become_bytes()
    {
        Write(Pieces);
        var encoded = HuggingFaceTokenizer.Load(_folder.FullName).Encode("ab é🚀b");
        Assert.Equal(
            [1, Id("▁a"), Id("b"), Id("▁"), 3 + 0xC3, 3 + 0xA9, 3 + 0xF0, 3 + 0x9F, 3 + 0x9A, 3 + 0x80, Id("b")],
            encoded.Ids
        );
        Assert.Equal(
            [(0, 0), (0, 1), (1, 2), (2, 3), (3, 4), (3, 4), (4, 6), (4, 6), (4, 6), (4, 6), (6, 7)],
            encoded.Spans.Select(span => (span.Start, span.End))
        );
    }

    [Fact]
    public void Run_of_unknown_characters_is_one_token()
    {
        Write([.. Pieces.Where(piece => piece.Type != Byte)]);
        var encoded = HuggingFaceTokenizer.Load(_folder.FullName).Encode("aé🚀b🚀", addSpecial: false);
        Assert.Equal([3, 0, 7, 0], encoded.Ids);
        Assert.Equal([(0, 1), (1, 4), (4, 5), (5, 7)], encoded.Spans.Select(span => (span.Start, span.End)));
    }

    [Theory]
    [InlineData(" a ▁ ", "▁a")]
    [InlineData("a▁ b", "▁a▁▁b")]
    [InlineData("▁", "")]
    [InlineData("▁a", "▁▁a")]
    public void Marks_in_the_text_itself_go_from_its_end_where_surplus_spaces_do(string text, string expected)
    {
        var normalizer = new SentencePieceNormalizer(removesExtraSpaces: true, addsDummyPrefix: true);
        Assert.Equal(expected, normalizer.Normalize(NormalizedText.Unchanged(text)).Text);
    }

    [Fact]
    public void User_defined_pieces_are_found_before_anything_merges()
    {
        Write(Pieces);
        Assert.Equal(
            [Id("▁a"), Id("[x]"), Id("ab")],
            HuggingFaceTokenizer.Load(_folder.FullName).EncodeToIds("a[x]ab", addSpecial: false)
        );
    }

    [Theory]
    [InlineData("{}", 1)]
    [InlineData("{\"add_bos_token\":false}", null)]
    public void Beginning_is_marked_unless_the_settings_say_no(string settings, int? first)
    {
        Write(Pieces, settings: settings);
        Assert.Equal(
            first is { } id ? [id, Id("▁a")] : [Id("▁a")],
            HuggingFaceTokenizer.Load(_folder.FullName).EncodeToIds("a")
        );
    }

    [Fact]
    public void End_is_marked_where_the_settings_say_so()
    {
        Write(Pieces, settings: "{\"add_eos_token\":true}");
        Assert.Equal([1, Id("▁a"), 2], HuggingFaceTokenizer.Load(_folder.FullName).EncodeToIds("a"));
    }

    [Fact]
    public void Model_without_a_token_for_the_beginning_adds_none()
    {
        Write(Pieces, trainer: writer => Number(writer, 41, -1));
        Assert.Equal([Id("▁a")], HuggingFaceTokenizer.Load(_folder.FullName).EncodeToIds("a"));
    }

    public static TheoryData<string, string> Broken =>
        new()
        {
            { "unigram", "trainer_spec.model_type is 1, expected 2 (BPE)" },
            { "suffix", "trainer_spec.treat_whitespace_as_suffix is true" },
            { "bos", "trainer_spec.bos_id is 5000, beyond the 265 pieces" },
            { "map", "normalizer_spec.precompiled_charsmap is set" },
            { "escape", "normalizer_spec.escape_whitespaces is false" },
            { "twice", "pieces[265] is \"ab\", which a piece before it is too" },
            { "no unknown", "pieces do not hold exactly one unknown token" },
            { "unused", "pieces hold unused ones" },
            { "bytes", "pieces hold some bytes but not all 256" },
            { "byte", "pieces[3] is the byte \"0x0000\", expected the form <0x00>" },
            { "score", "pieces[265].score is NaN" },
            { "empty", "pieces is empty" },
            { "added", "tokenizer_config.json: added_tokens_decoder adds \"<x>\" to the 265 tokens" },
            { "added file", "added_tokens.json: does not say how its tokens match" },
        };

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_is_not_supported_is_refused_by_name(string fault, string expected)
    {
        var pieces = fault switch
        {
            "twice" => [.. Pieces, ("ab", -9, Normal)],
            "no unknown" => Pieces[1..],
            "unused" => [.. Pieces, ("zz", 0, Unused)],
            "bytes" => [.. Pieces[..10], .. Pieces[11..]],
            "byte" => [.. Pieces[..3], ("0x0000", 0, Byte), .. Pieces[4..]],
            "score" => [.. Pieces, ("zz", float.NaN, Normal)],
            "empty" => [],
            _ => Pieces,
        };
        Write(
            pieces,
            trainer: writer =>
                Number(
                    writer,
                    fault switch
                    {
                        "unigram" => 3,
                        "suffix" => 24,
                        "bos" => 41,
                        _ => 40,
                    },
                    fault == "bos" ? 5000
                        : fault is "unigram" or "suffix" ? 1
                        : 0
                ),
            normalizer: writer =>
            {
                if (fault == "map")
                    Bytes(writer, 2, [1, 2]);
                else
                    Number(writer, fault == "escape" ? 5 : 3, fault == "escape" ? 0 : 1);
            },
            settings: fault == "added" ? """{"added_tokens_decoder":{"265":{"content":"<x>"}}}""" : "{}"
        );
        if (fault == "added file")
            File.WriteAllText(Path.Combine(_folder.FullName, "added_tokens.json"), """{"<x>":265}""");
        var message = Assert.Throws<InvalidDataException>(() => HuggingFaceTokenizer.Load(_folder.FullName)).Message;
        Assert.Contains(expected, message);
        Assert.StartsWith(_folder.FullName, message);
        Assert.DoesNotContain('\n', message);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static int Id(string piece) => Array.FindIndex(Pieces, candidate => candidate.Text == piece);

    private void Write(
        (string Text, float Score, int Type)[] pieces,
        Action<CodedOutputStream>? trainer = null,
        Action<CodedOutputStream>? normalizer = null,
        string settings = "{}"
    )
    {
        var file = Message(model =>
        {
            foreach (var (text, score, type) in pieces)
            {
                Bytes(
                    model,
                    1,
                    Message(piece =>
                    {
                        Bytes(piece, 1, Encoding.UTF8.GetBytes(text));
                        piece.WriteTag(2, WireFormat.WireType.Fixed32);
                        piece.WriteFloat(score);
                        Number(piece, 3, type);
                    })
                );
            }

            Bytes(
                model,
                2,
                Message(spec =>
                {
                    Number(spec, 3, 2);
                    trainer?.Invoke(spec);
                })
            );
            Bytes(model, 3, Message(spec => normalizer?.Invoke(spec)));
        });
        File.WriteAllBytes(Path.Combine(_folder.FullName, "tokenizer.model"), file);
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer_config.json"), settings);
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new CodedOutputStream(buffer, leaveOpen: true))
            write(writer);
        return buffer.ToArray();
    }

    private static void Number(CodedOutputStream writer, int field, long value)
    {
        writer.WriteTag(field, WireFormat.WireType.Varint);
        writer.WriteInt64(value);
    }

    private static void Bytes(CodedOutputStream writer, int field, byte[] value)
    {
        writer.WriteTag(field, WireFormat.WireType.LengthDelimited);
        writer.WriteBytes(ByteString.CopyFrom(value));
    }
}
