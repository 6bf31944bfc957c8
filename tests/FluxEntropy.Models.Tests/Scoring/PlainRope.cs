using System.Text.Json.Nodes;

namespace FluxEntropy.Models.Tests.Scoring;

/// <summary>Frequencies of rotary positions as their papers and Hugging Face's configurations define them.</summary>
internal static class PlainRope
{
    /// <summary>Frequencies, and what cosines and sines are multiplied by.</summary>
    internal static (double[] Frequencies, double Factor) Of(JsonObject config, int turned)
    {
        var rope = (config["rope_scaling"] ?? config["rope_parameters"])?.AsObject();
        var theta = Theta(config, rope);
        double[] plain = [.. Enumerable.Range(0, turned / 2).Select(i => 1 / Math.Pow(theta, 2.0 * i / turned))];
        return (string?)(rope?["rope_type"] ?? rope?["type"]) switch
        {
            null or "default" or "dynamic" => (plain, 1),
            "linear" => ([.. plain.Select(frequency => frequency / (double)rope!["factor"]!)], 1),
            "yarn" => Yarn(config, rope!, plain, theta, turned),
            var type => throw new NotSupportedException(type),
        };
    }

    private static double Theta(JsonObject config, JsonObject? rope) =>
        (double?)rope?["rope_theta"] ?? (double?)config["rope_theta"] ?? (double?)config["rotary_emb_base"] ?? 10_000;

    private static (double[], double) Yarn(JsonObject config, JsonObject rope, double[] plain, double theta, int turned)
    {
        var factor = (double)rope["factor"]!;
        var context = (double?)rope["original_max_position_embeddings"]
            ?? (double)(int)config["max_position_embeddings"]!;
        // The index at which a frequency turns so many times within the context.
        double Index(double turns) => turned * Math.Log(context / (turns * 2 * Math.PI)) / (2 * Math.Log(theta));
        var low = Math.Max(0, Math.Floor(Index((double?)rope["beta_fast"] ?? 32)));
        var high = Math.Min(turned - 1, Math.Ceiling(Index((double?)rope["beta_slow"] ?? 1)));
        if (low == high)
            high += 0.001;
        var blended = plain.Select(
            (frequency, i) =>
            {
                var kept = 1 - Math.Clamp((i - low) / (high - low), 0, 1);
                return frequency * kept + frequency / factor * (1 - kept);
            }
        );
        return ([.. blended], (double?)rope["attention_factor"] ?? 0.1 * Math.Log(factor) + 1);
    }
}
