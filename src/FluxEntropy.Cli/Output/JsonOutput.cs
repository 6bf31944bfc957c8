using System.Text.Encodings.Web;
using System.Text.Json;

namespace FluxEntropy.Cli.Output;

/// <summary>JSON on standard output: one object a line, names in camelCase, text as it is.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void WriteLine<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Format));

    /// <summary>A number that JSON can hold; null for what is not finite.</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
