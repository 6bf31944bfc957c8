using System.Globalization;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Tokenizers.SentencePiece;

/// <summary>What a SentencePiece model must be for this project to run it exactly.</summary>
internal static class SentencePieceRules
{
    private const int BpeType = 2;

    /// <exception cref="InvalidDataException">A rule is broken; the message names the field.</exception>
    internal static void Check(string file, SentencePieceProto proto)
    {
        Refuse(proto.Pieces.Count == 0, file, "pieces", "is empty; not a SentencePiece model");
        Refuse(proto.ModelType != BpeType, file, "trainer_spec.model_type", $"is {proto.ModelType}, expected 2 (BPE)");
        Refuse(
            proto.HasCharacterMap,
            file,
            "normalizer_spec.precompiled_charsmap",
            "is set; only the identity normaliser is supported"
        );
        Refuse(!proto.EscapesSpaces, file, "normalizer_spec.escape_whitespaces", "is false, which is not supported");
        Refuse(proto.MarksWordEnds, file, "trainer_spec.treat_whitespace_as_suffix", "is true, which is not supported");
        CheckPieces(file, proto.Pieces);
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
            var at = $"pieces[{id}]";
            Refuse(!float.IsFinite(piece.Score), file, $"{at}.score", $"is {piece.Score}, expected a finite number");
            var shown = Excerpt.Of(piece.Text);
            Refuse(!texts.Add(piece.Text), file, at, $"is \"{shown}\", which a piece before it is too");
        }

        CheckBytes(file, pieces);
    }

    private static void CheckBytes(string file, List<Piece> pieces)
    {
        foreach (var (id, piece) in pieces.Index().Where(p => p.Item.Type is PieceType.Byte))
            Refuse(
                !IsByte(piece.Text),
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

    private static bool IsByte(string text) =>
        text is ['<', '0', 'x', _, _, '>']
        && byte.TryParse(text.AsSpan(3, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out _);

    internal static void Refuse(bool bad, string file, string field, string what)
    {
        if (bad)
            throw new InvalidDataException($"{file}: {field} {what}");
    }
}
