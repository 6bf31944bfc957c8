using System.Text;
using Google.Protobuf;

namespace FluxEntropy.Models.Tokenizers.SentencePiece;

/// <summary>A SentencePiece ModelProto (sentencepiece_model.proto), as far as it decides what a text becomes.</summary>
internal sealed class SentencePieceProto
{
    internal List<Piece> Pieces { get; } = [];

    internal int ModelType { get; private set; } = 1;

    internal int BosId { get; private set; } = 1;

    internal int EosId { get; private set; } = 2;

    internal bool MarksWordEnds { get; private set; }

    internal bool HasCharacterMap { get; private set; }

    internal bool AddsDummyPrefix { get; private set; } = true;

    internal bool RemovesExtraSpaces { get; private set; } = true;

    internal bool EscapesSpaces { get; private set; } = true;

    /// <exception cref="InvalidDataException">The bytes are no protocol buffer message.</exception>
    internal static SentencePieceProto Parse(string file, byte[] content)
    {
        var proto = new SentencePieceProto();
        try
        {
            foreach (var field in ProtoField.Read(content))
                proto.Take(field);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException($"{file}: not a SentencePiece model: {e.Message}", e);
        }

        return proto;
    }

    private void Take(ProtoField field)
    {
        switch (field.Number)
        {
            case 1:
                Pieces.Add(ReadPiece(field));
                break;
            case 2:
                foreach (var part in field.Message())
                    TakeTrainer(part);
                break;
            case 3:
                foreach (var part in field.Message())
                    TakeNormalizer(part);
                break;
        }
    }

    private static Piece ReadPiece(ProtoField message)
    {
        var (text, score, type) = ("", 0f, PieceType.Normal);
        foreach (var field in message.Message())
        {
            if (field.Number == 1)
                text = field.Bytes.ToString(Encoding.UTF8);
            else if (field.Number == 2)
                score = BitConverter.UInt32BitsToSingle((uint)field.Value);
            else if (field.Number == 3)
                type = (PieceType)field.Value;
        }

        return new Piece(text, score, type);
    }

    private void TakeTrainer(ProtoField field)
    {
        switch (field.Number)
        {
            case 3:
                ModelType = (int)field.Value;
                break;
            case 24:
                MarksWordEnds = field.Value != 0;
                break;
            case 41:
                BosId = (int)field.Value;
                break;
            case 42:
                EosId = (int)field.Value;
                break;
        }
    }

    private void TakeNormalizer(ProtoField field)
    {
        switch (field.Number)
        {
            case 2:
                HasCharacterMap = field.Bytes.Length > 0;
                break;
            case 3:
                AddsDummyPrefix = field.Value != 0;
                break;
            case 4:
                RemovesExtraSpaces = field.Value != 0;
                break;
            case 5:
                EscapesSpaces = field.Value != 0;
                break;
        }
    }
}
