using System.Text.Json;

namespace FluxEntropy.Benchmarks.Pages;

/// <summary>Measurements as files, one per section, so that a section can be measured again by itself.</summary>
public sealed class MeasurementFolder(string path)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes a measurement in place of an earlier one.</summary>
    public void Write(string name, Measurement measurement)
    {
        Directory.CreateDirectory(path);
        File.WriteAllText(PathOf(name), JsonSerializer.Serialize(measurement, Format) + "\n");
    }

    /// <summary>The measurement of a section, or null if there is none.</summary>
    /// <exception cref="InvalidDataException">The file is not one of a measurement.</exception>
    public Measurement? Read(string name)
    {
        if (!File.Exists(PathOf(name)))
            return null;
        try
        {
            return JsonSerializer.Deserialize<Measurement>(File.ReadAllText(PathOf(name)), Format);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"'{PathOf(name)}' is not a measurement: {exception.Message} Delete it and measure again.",
                exception
            );
        }
    }

    private string PathOf(string name) => Path.Combine(path, $"{name}.json");
}
