using System.Globalization;
using System.Text;
using FluxEntropy.Models.ModelFiles;
using Google.Protobuf;

namespace FluxEntropy.Models.Tokenizers;

/// <summary>
/// Reads tokenizer.model: a SentencePiece ModelProto (sentencepiece_model.proto) of type BPE.
/// </summary>
internal static class SentencePieceFile
{
    internal const string Name = "tokenizer.model";
    private const int BpeType = 2;

    internal enum PieceType
    {
        Normal = 1,
        Unknown = 2,
        Control = 3,
        UserDefined = 4,
        Unused = 5,
        Byte = 6,
    }

    internal sealed record Piece(string Text, float Score, PieceType Type);

    private sealed class Settings
    {
        internal List<Piece> Pieces { get; } = [];

        internal int ModelType { get; set; } = 1;

        internal int BosId { get; set; } = 1;

        internal int EosId { get; set; } = 2;

        internal bool MarksWordEnds { get; set; }

        internal bool HasCharacterMap { get; set; }

        internal bool AddsDummyPrefix { get; set; } = true;

        internal bool RemovesExtraSpaces { get; set; } = true;

        internal bool EscapesSpaces { get; set; } = true;
    }

    /// <exception cref="InvalidDataException">The file is not a model that can be run exactly; the message names the field.</exception>
    internal static TokenizerPipeline Read(string folder)
    {
        var file = Path.Combine(folder, Name);
        Refuse(
            new FileInfo(file).Length > TokenizerFolder.MostBytes,
            file,
            "the file",
            $"is longer than {TokenizerFolder.MostBytes} bytes"
        );
        var settings = Parse(file, File.ReadAllBytes(file));
        var tokenizer = TokenizerSettings.Read(folder);
        Refuse(
            settings.ModelType != BpeType,
            file,
            "trainer_spec.model_type",
            $"is {settings.ModelType}, expected 2 (BPE)"
        );
        Refuse(
            settings.HasCharacterMap,
            file,
            "normalizer_spec.precompiled_charsmap",
            "is set; only the identity normaliser is supported"
        );
        Refuse(!settings.EscapesSpaces, file, "normalizer_spec.escape_whitespaces", "is false, which is not supported");
        Refuse(
            settings.MarksWordEnds,
            file,
            "trainer_spec.treat_whitespace_as_suffix",
            "is true, which is not supported"
        );
        CheckPieces(file, settings.Pieces);
        tokenizer.RefuseTokensBeyond(settings.Pieces.Count);
        return new TokenizerPipeline
        {
            Model = new SentencePieceModel(settings.Pieces),
            AddedTokens =
            [
                .. settings
                    .Pieces.Index()
                    .Where(p => p.Item.Type is PieceType.Control or PieceType.UserDefined)
                    .Select(p => new AddedToken(
                        p.Index,
                        p.Item.Text,
                        p.Item.Type is PieceType.Control,
                        Normalized: p.Item.Type is PieceType.UserDefined,
                        StripsLeft: false,
                        StripsRight: false,
                        SingleWord: false
                    )),
            ],
            Normalizers = [text => Normalize(text, settings)],
            Prefix = Template(
                file,
                tokenizer,
                "add_bos_token",
                otherwise: true,
                "trainer_spec.bos_id",
                settings.BosId,
                settings.Pieces.Count
            ),
            Suffix = Template(
                file,
                tokenizer,
                "add_eos_token",
                otherwise: false,
                "trainer_spec.eos_id",
                settings.EosId,
                settings.Pieces.Count
            ),
            Restore = SpaceMarks.Restore,
        };
    }

    private static void CheckPieces(string file, List<Piece> pieces)
    {
        Refuse(
            pieces.Count(piece => piece.Type is PieceType.Unknown) != 1,
            file,
            "pieces",
            "do not hold exactly one unknown token"
        );
        Refuse(
            pieces.Exists(piece => piece.Type is PieceType.Unused),
            file,
            "pieces",
            "hold unused ones, which are not supported"
        );
        var texts = new HashSet<string>(pieces.Count);
        foreach (var (id, piece) in pieces.Index())
        {
            Refuse(
                !float.IsFinite(piece.Score),
                file,
                $"pieces[{id}].score",
                $"is {piece.Score}, expected a finite number"
            );
            Refuse(
                !texts.Add(piece.Text),
                file,
                $"pieces[{id}]",
                $"is \"{Excerpt.Of(piece.Text)}\", which a piece before it is too"
            );
        }

        foreach (var (id, piece) in pieces.Index().Where(p => p.Item.Type is PieceType.Byte))
            Refuse(
                !(piece.Text is ['<', '0', 'x', _, _, '>'])
                    || !byte.TryParse(
                        piece.Text.AsSpan(3, 2),
                        NumberStyles.HexNumber,
                        CultureInfo.InvariantCulture,
                        out _
                    ),
                file,
                $"pieces[{id}]",
                $"is the byte \"{Excerpt.Of(piece.Text)}\", expected the form <0x00>"
            );
        Refuse(
            pieces.Where(piece => piece.Type is PieceType.Byte).Select(piece => piece.Text).Distinct().Count()
                is not (0 or 256),
            file,
            "pieces",
            "hold some bytes but not all 256"
        );
    }

    private static NormalizedText Normalize(NormalizedText text, Settings settings)
    {
        if (settings.RemovesExtraSpaces)
            text = SpaceMarks.Squeeze(text);
        if (text.Text.Length == 0)
            return text;
        return (settings.AddsDummyPrefix ? text.Prepend(" ") : text).Replace(" ", SpaceMarks.Mark);
    }

    /// <summary>Hugging Face's llama tokenizers add BOS, and no EOS, unless tokenizer_config.json says otherwise; a negative id is none.</summary>
    private static int[] Template(
        string file,
        TokenizerSettings tokenizer,
        string flag,
        bool otherwise,
        string field,
        int id,
        int pieces
    )
    {
        if (!(tokenizer.Find(flag)?.Flag() ?? otherwise) || id < 0)
            return [];
        Refuse(id >= pieces, file, field, $"is {id}, beyond the {pieces} pieces");
        return [id];
    }

    private static Settings Parse(string file, byte[] content)
    {
        var settings = new Settings();
        try
        {
            foreach (var (field, value) in Fields(content))
            {
                switch (field)
                {
                    case 1:
                        settings.Pieces.Add(ParsePiece(value.Bytes));
                        break;
                    case 2:
                        ParseTrainer(value.Bytes, settings);
                        break;
                    case 3:
                        ParseNormalizer(value.Bytes, settings);
                        break;
                }
            }
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException($"{file}: not a SentencePiece model: {e.Message}", e);
        }

        Refuse(settings.Pieces.Count == 0, file, "pieces", "is empty; not a SentencePiece model");
        return settings;
    }

    private static Piece ParsePiece(ByteString bytes)
    {
        var (text, score, type) = ("", 0f, PieceType.Normal);
        foreach (var (field, value) in Fields(bytes))
        {
            if (field == 1)
                text = value.Bytes.ToString(Encoding.UTF8);
            else if (field == 2)
                score = BitConverter.UInt32BitsToSingle((uint)value.Number);
            else if (field == 3)
                type = (PieceType)value.Number;
        }

        return new Piece(text, score, type);
    }

    private static void ParseTrainer(ByteString bytes, Settings settings)
    {
        foreach (var (field, value) in Fields(bytes))
        {
            switch (field)
            {
                case 3:
                    settings.ModelType = (int)value.Number;
                    break;
                case 24:
                    settings.MarksWordEnds = value.Number != 0;
                    break;
                case 41:
                    settings.BosId = (int)value.Number;
                    break;
                case 42:
                    settings.EosId = (int)value.Number;
                    break;
            }
        }
    }

    private static void ParseNormalizer(ByteString bytes, Settings settings)
    {
        foreach (var (field, value) in Fields(bytes))
        {
            switch (field)
            {
                case 2:
                    settings.HasCharacterMap = value.Bytes.Length > 0;
                    break;
                case 3:
                    settings.AddsDummyPrefix = value.Number != 0;
                    break;
                case 4:
                    settings.RemovesExtraSpaces = value.Number != 0;
                    break;
                case 5:
                    settings.EscapesSpaces = value.Number != 0;
                    break;
            }
        }
    }

    private static IEnumerable<(int Field, (ByteString Bytes, ulong Number) Value)> Fields(ByteString bytes) =>
        Fields(bytes.ToByteArray());

    private static IEnumerable<(int Field, (ByteString Bytes, ulong Number) Value)> Fields(byte[] bytes)
    {
        using var input = new CodedInputStream(bytes);
        while (input.ReadTag() is not 0 and var tag)
        {
            var field = WireFormat.GetTagFieldNumber(tag);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.LengthDelimited:
                    yield return (field, (input.ReadBytes(), 0));
                    break;
                case WireFormat.WireType.Varint:
                    yield return (field, (ByteString.Empty, input.ReadUInt64()));
                    break;
                case WireFormat.WireType.Fixed32:
                    yield return (field, (ByteString.Empty, input.ReadFixed32()));
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }
    }

    private static void Refuse(bool bad, string file, string field, string what)
    {
        if (bad)
            throw new InvalidDataException($"{file}: {field} {what}");
    }
}
