using FluxEntropy.Models.ModelFiles;
using FluxEntropy.Models.Tokenizers.AddedTokens;
using FluxEntropy.Models.Tokenizers.Decoders;
using FluxEntropy.Models.Tokenizers.Pipeline;
using FluxEntropy.Models.Tokenizers.PostProcessors;
using FluxEntropy.Models.Tokenizers.VocabularyFiles;

namespace FluxEntropy.Models.Tokenizers.SentencePiece;

/// <summary>Reads tokenizer.model: a SentencePiece model of type BPE.</summary>
internal static class SentencePieceFile
{
    internal const string Name = "tokenizer.model";

    /// <exception cref="InvalidDataException">
    /// The file is not a model that can be run exactly; the message names the field.
    /// </exception>
    internal static TokenizerPipeline Read(string folder)
    {
        var file = Path.Combine(folder, Name);
        SentencePieceRules.Refuse(
            new FileInfo(file).Length > ModelFile.MaxTokenizerBytes,
            file,
            "the file",
            $"is longer than {ModelFile.MaxTokenizerBytes} bytes"
        );
        var proto = SentencePieceProto.Parse(file, File.ReadAllBytes(file));
        SentencePieceRules.Check(file, proto);
        var settings = TokenizerSettings.Read(folder);
        settings.RefuseTokensBeyond(proto.Pieces.Count);
        return new TokenizerPipeline
        {
            Model = new SentencePieceModel(proto.Pieces),
            AddedTokens = [.. AddedTokens(proto.Pieces)],
            Normalizer = new SentencePieceNormalizer(proto.RemovesExtraSpaces, proto.AddsDummyPrefix),
            Template = ReadTemplate(file, settings, proto),
            Decoder = new SpaceMarkDecoder(),
        };
    }

    private static IEnumerable<AddedToken> AddedTokens(List<Piece> pieces) =>
        from entry in pieces.Index()
        where entry.Item.Type is PieceType.Control or PieceType.UserDefined
        select new AddedToken(
            entry.Index,
            entry.Item.Text,
            entry.Item.Type is PieceType.Control,
            Normalized: entry.Item.Type is PieceType.UserDefined,
            StripsLeft: false,
            StripsRight: false,
            SingleWord: false
        );

    /// <summary>
    /// Hugging Face's llama tokenizers add BOS, and no EOS, unless tokenizer_config.json says otherwise; a negative id
    /// is none.
    /// </summary>
    private static Template ReadTemplate(string file, TokenizerSettings settings, SentencePieceProto proto)
    {
        int[] Tokens(string flag, bool otherwise, string field, int id)
        {
            if (!(settings.Find(flag)?.Flag() ?? otherwise) || id < 0)
                return [];
            SentencePieceRules.Refuse(
                id >= proto.Pieces.Count,
                file,
                field,
                $"is {id}, beyond the {proto.Pieces.Count} pieces"
            );
            return [id];
        }

        return new Template(
            Tokens("add_bos_token", otherwise: true, "trainer_spec.bos_id", proto.BosId),
            Tokens("add_eos_token", otherwise: false, "trainer_spec.eos_id", proto.EosId)
        );
    }
}
