using System.Text.Encodings.Web;
using System.Text.Json;

namespace FluxEntropy.Cli.Output;

/// <summary>JSON for scripts: one object a line, names in camelCase, text unescaped where JSON allows it.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Format);

    /// <summary>A number that JSON can hold; null for infinities and NaN.</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
