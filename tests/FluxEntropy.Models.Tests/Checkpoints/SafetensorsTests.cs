using System.Buffers.Binary;
using System.Text;
using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Checkpoints;

namespace FluxEntropy.Models.Tests.Checkpoints;

public sealed class SafetensorsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flux-safetensors-");

    [Fact]
    public void Valid_header_is_read_with_places_from_the_start_of_the_file()
    {
        var file = Write(
            """{"__metadata__":{"format":"pt"},"b":{"dtype":"BF16","shape":[3],"""
                + """ "data_offsets":[8,14]},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}""",
            data: 14
        );
        var tensors = Safetensors.ReadHeader(file);
        var start = new FileInfo(file).Length - 14;
        Assert.Equal((start, 8L, 2L), (tensors["a"].Offset, tensors["a"].Bytes, tensors["a"].Elements));
        Assert.Equal((start + 8, 6L, 3L), (tensors["b"].Offset, tensors["b"].Bytes, tensors["b"].Elements));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "the file is cut")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "1 bytes follow the last tensor")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        8,
        "overlapping tensor a"
    )]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[12,16]}}""",
        16,
        "leaving a hole after tensor a"
    )]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""",
        8,
        "a has shape [3] of F32, which takes 12 bytes, but data_offsets give 8"
    )]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""", 8, "overflows")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,8]}}""",
        8,
        "a.shape[0] is -1, expected an integer from 0"
    )]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", 8, "a.shape[0] is 2.5")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "begin <= end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,9223372036854775807]}}""", 8, "beyond the file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", 8, "a.data_offsets is missing")]
    [InlineData(
        """{"a":{"dtype":"Q4_0","shape":[2],"data_offsets":[0,8]}}""",
        8,
        "a.dtype is \"Q4_0\", expected F32, BF16 or F16"
    )]
    [InlineData("""{"a":{"dtype":7,"shape":[2],"data_offsets":[0,8]}}""", 8, "a.dtype is 7, expected a string")]
    [InlineData("""{"a":[1]}""", 0, "a is [1], expected an object")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        8,
        "the header is not JSON: Duplicate property 'a'"
    )]
    [InlineData("""[1,2]""", 0, "the header does not begin with {")]
    [InlineData("""{"a":""", 0, "not JSON")]
    [InlineData(
        """{"a":{"dtype":"F32","dtype":"F16","shape":[2],"data_offsets":[0,8]}}""",
        8,
        "Duplicate property 'dtype'"
    )]
    [InlineData(
        """{"a\nb":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}""",
        8,
        "a\\u000ab.data_offsets is [0,8,9], expected [begin, end]"
    )]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "the header is not JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,9223372036854775807,3],"data_offsets":[0,8]}}""", 8, "takes 0 bytes")]
    public void Broken_rule_is_named_with_the_file(string header, int data, string expected) =>
        AssertRefused(Write(header, data), expected);

    [Fact]
    public void Header_longer_than_the_file_is_refused() =>
        AssertRefused(Raw(Length(5000), "{}"u8), "only 2 bytes follow");

    [Fact]
    public void Header_above_the_formats_limit_is_refused() =>
        AssertRefused(Raw(Length(100_000_001), "{}"u8), "above the format's limit");

    [Fact]
    public void File_without_a_whole_length_is_refused() => AssertRefused(Raw([1, 2, 3], []), "too few");

    [Fact]
    public void Header_of_a_hundred_thousand_entries_is_refused()
    {
        var entries = string.Join(
            ',',
            Enumerable
                .Range(0, 100_000)
                .Select(i =>
                    $$"""
                        "t{{i}}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}
                        """.Trim()
                )
        );
        AssertRefused(Write($"{{{entries}}}", 0), "more than 16384 tensors");
    }

    [Fact]
    public void Pickled_checkpoint_is_refused_as_what_it_is()
    {
        AssertRefused(Raw("PK\u0003\u0004"u8.ToArray(), new byte[64]), "pickled");
        AssertRefused(Raw([0x80, 2, (byte)'}', (byte)'q', 0, (byte)'X', 1, 1], new byte[64]), "pickled");
    }

    [Fact]
    public void Header_length_that_only_looks_like_a_pickle_is_read()
    {
        var file = Write("{}".PadRight(0x280), 0);
        Assert.Equal([0x80, 2], File.ReadAllBytes(file)[..2]);
        Assert.Empty(Safetensors.ReadHeader(file));
    }

    [Fact]
    public void Written_tensors_are_read_back()
    {
        var file = Path.Combine(_folder.FullName, "written.safetensors");
        SafetensorsWriter.Write(
            file,
            [
                (new TensorSpec("x", [2, 1], TensorRole.Matrix), BitConverter.GetBytes(1.5).ToArray()),
                (new TensorSpec("y", [1], TensorRole.Bias), new byte[4]),
            ]
        );
        var tensors = Safetensors.ReadHeader(file);
        Assert.Equal([2, 1], tensors["x"].Shape);
        Assert.Equal(0, tensors["x"].Offset % 8);
        Assert.Equal(1.5, BitConverter.ToDouble(File.ReadAllBytes(file), (int)tensors["x"].Offset));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void AssertRefused(string file, string expected)
    {
        var message = Assert.Throws<InvalidDataException>(() => Safetensors.ReadHeader(file)).Message;
        Assert.StartsWith(file + ": ", message);
        Assert.Contains(expected, message);
        Assert.DoesNotContain('\n', message);
    }

    private string Write(string header, int data) =>
        Raw(Length(Encoding.UTF8.GetByteCount(header)), [.. Encoding.UTF8.GetBytes(header), .. new byte[data]]);

    private string Raw(byte[] prefix, ReadOnlySpan<byte> rest)
    {
        var file = Path.Combine(_folder.FullName, "model.safetensors");
        File.WriteAllBytes(file, [.. prefix, .. rest]);
        return file;
    }

    private static byte[] Length(long length)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        return bytes;
    }
}
