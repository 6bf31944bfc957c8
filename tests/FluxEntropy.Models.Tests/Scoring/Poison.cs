using FluxEntropy.Models.Checkpoints;

namespace FluxEntropy.Models.Tests.Scoring;

/// <summary>Breaks weights on disk.</summary>
internal static class Poison
{
    /// <summary>Makes the first number of a row infinite.</summary>
    internal static void Row(string file, string name, int row)
    {
        var tensor = Safetensors.ReadHeader(file)[name];
        using var stream = File.OpenWrite(file);
        stream.Position = tensor.Offset + row * tensor.Shape[1] * sizeof(float);
        stream.Write(BitConverter.GetBytes(float.PositiveInfinity));
    }
}
