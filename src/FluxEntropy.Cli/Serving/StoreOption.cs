using System.CommandLine.Parsing;
using FluxEntropy.Server.Clustering;
using StackExchange.Redis;

namespace FluxEntropy.Cli.Serving;

/// <summary>Reads <c>--store</c>: <c>sqlite</c>, or a Redis.</summary>
internal static class StoreOption
{
    /// <summary>The Redis; null for <c>sqlite</c>, and for what is refused.</summary>
    public static ConfigurationOptions? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        try
        {
            if (text.StartsWith("redis:", StringComparison.Ordinal))
                return ClusterSettings.ParseRedis(text["redis:".Length..]);
            if (text != "sqlite")
                result.AddError($"--store: '{text}' is not a store; expected sqlite or redis:HOST:PORT");
        }
        catch (ArgumentException exception)
        {
            result.AddError(
                $"--store: {exception.Message.ReplaceLineEndings(" ")}; expected redis:HOST:PORT, "
                    + "and options of StackExchange.Redis after commas"
            );
        }
        catch (IOException exception)
        {
            result.AddError(exception.Message);
        }
        return null;
    }
}
