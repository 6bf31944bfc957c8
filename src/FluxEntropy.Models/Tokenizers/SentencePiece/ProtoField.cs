using Google.Protobuf;

namespace FluxEntropy.Models.Tokenizers.SentencePiece;

/// <summary>A field of a protocol buffer message: bytes, or a number.</summary>
internal readonly record struct ProtoField(int Number, ByteString Bytes, ulong Value)
{
    /// <summary>The fields of the message that the bytes are.</summary>
    internal IEnumerable<ProtoField> Message() => Read(Bytes.ToByteArray());

    /// <exception cref="InvalidProtocolBufferException">The bytes are no message.</exception>
    internal static IEnumerable<ProtoField> Read(byte[] message)
    {
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is not 0 and var tag)
        {
            var number = WireFormat.GetTagFieldNumber(tag);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.LengthDelimited:
                    yield return new ProtoField(number, input.ReadBytes(), 0);
                    break;
                case WireFormat.WireType.Varint:
                    yield return new ProtoField(number, ByteString.Empty, input.ReadUInt64());
                    break;
                case WireFormat.WireType.Fixed32:
                    yield return new ProtoField(number, ByteString.Empty, input.ReadFixed32());
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }
    }
}
