using FluxEntropy.Models.ModelFiles;
using FluxEntropy.Models.Tokenizers.Decoders;
using FluxEntropy.Models.Tokenizers.PreTokenizers;

namespace FluxEntropy.Models.Tokenizers.Json;

/// <summary>Reads a pre-tokenizer of type Metaspace.</summary>
internal static class MetaspaceJson
{
    internal static Metaspace Read(JsonField step)
    {
        var mark = step.Find("replacement")?.Text() ?? SpaceMarkDecoder.Mark;
        if (mark.Length != 1)
            throw step.Get("replacement").Bad($"is {step.Get("replacement").Shown}, expected one character");
        return new Metaspace(mark[0], Before(step), step.Find("split")?.Flag() ?? true);
    }

    /// <summary>Older files say with add_prefix_space whether a mark is put before every stretch.</summary>
    private static MarkBefore Before(JsonField step)
    {
        if (step.Find("prepend_scheme") is not { } scheme)
            return step.Find("add_prefix_space")?.Flag() ?? true ? MarkBefore.Always : MarkBefore.Never;
        return scheme.Text() switch
        {
            "always" => MarkBefore.Always,
            "first" => MarkBefore.First,
            "never" => MarkBefore.Never,
            _ => throw scheme.Bad($"is {scheme.Shown}, expected always, first or never"),
        };
    }
}
