using System.Text.Json;
using System.Text.Json.Serialization;
using FluxEntropy.Sketches;

namespace FluxEntropy.Curricula;

/// <summary>The order in which a bin's documents are served.</summary>
public enum BinOrder
{
    /// <summary>A seeded shuffle without replacement: no trend within the bin.</summary>
    Shuffled,

    /// <summary>From the lowest value of the metric.</summary>
    Ascending,

    /// <summary>From the highest value of the metric.</summary>
    Descending,
}

/// <summary>Which documents a training run is served, as a function of its progress. Immutable.</summary>
public sealed record Curriculum
{
    /// <summary>Most bins that a curriculum may have.</summary>
    public const int MaxBins = 256;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        AllowOutOfOrderMetadataProperties = true, // people do not write "kind" first
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Bins of equal mass from the lowest to the highest value of the session's metric, 1 to <see cref="MaxBins"/>.</summary>
    public required int Bins { get; init; }

    /// <summary>Weights of the bins over the progress of the run.</summary>
    public required Schedule Schedule { get; init; }

    /// <summary>Order within a bin. The default value is <see cref="BinOrder.Shuffled"/>.</summary>
    public BinOrder Order { get; init; }

    /// <summary>What bins are equal in. The default value is <see cref="Mass.Tokens"/>.</summary>
    public Mass Mass { get; init; }

    /// <summary>Weights of the bins at a step of a run, as integers that sum to 2^32.</summary>
    /// <param name="step">Step from 0.</param>
    /// <param name="totalSteps">Steps of the whole run, at least 1.</param>
    public long[] WeightsAt(long step, long totalSteps) =>
        BinWeights.Quantize(Schedule.KeyFrames(Bins).WeightsAt(Math.Clamp((double)step / totalSteps, 0, 1)));

    /// <summary>What is wrong with it: the field and what to do, or null when nothing is.</summary>
    public string? Problem() => Bins is < 1 or > MaxBins
        ? $"bins: {Bins} is outside 1 to {MaxBins}."
        : Schedule.Problem(Bins);

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads and checks a curriculum.</summary>
    /// <exception cref="FormatException">The text is not a curriculum; the message names the field and what to do.</exception>
    public static Curriculum FromJson(string json)
    {
        Curriculum curriculum;
        try
        {
            curriculum = JsonSerializer.Deserialize<Curriculum>(json, Json) ?? throw new FormatException("curriculum: null is not a curriculum.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"curriculum: {exception.Message}", exception);
        }
        catch (NotSupportedException exception)
        {
            throw new FormatException($"schedule.kind: it is missing; give one of {Schedule.Kinds}.", exception);
        }
        return curriculum.Problem() is { } problem ? throw new FormatException(problem) : curriculum;
    }
}

/// <summary>A curriculum in a session's history: the entry of the highest version whose first step is reached is in force.</summary>
/// <param name="Version">From 1, without gaps.</param>
/// <param name="FromStep">First step that it holds for.</param>
/// <param name="Curriculum">What holds.</param>
/// <param name="Author">Who put it in force.</param>
/// <param name="Reason">Why.</param>
/// <param name="Time">When it was accepted.</param>
/// <param name="Key">The author's name for the update, so that one that is repeated is known again; empty for none.</param>
public sealed record CurriculumEntry(
    long Version, long FromStep, Curriculum Curriculum, string Author, string Reason, DateTimeOffset Time, string Key = "");
