using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using FluxEntropy.Codecs;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Sketches;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace FluxEntropy.Curricula;

/// <summary>
/// Curricula as JSON, as YAML and as one line. In JSON and YAML, too, a schedule may be written as a line of
/// <see cref="ScheduleExpression"/>.
/// </summary>
public static class CurriculumJson
{
    private const int MaxCharacters = 1 << 20;
    private static readonly string[] ScheduleFields = ["schedule", "next", "with"];

    /// <summary>How curricula are written and read.</summary>
    internal static JsonSerializerOptions Options { get; } =
        new(JsonSerializerDefaults.Web)
        {
            AllowOutOfOrderMetadataProperties = true, // people do not write "kind" first
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.Strict,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
        };

    /// <summary>Fields of a curriculum other than its schedule, with their types.</summary>
    internal static IReadOnlyDictionary<string, Type> Fields { get; } =
        new Dictionary<string, Type>
        {
            ["bins"] = typeof(int),
            ["order"] = typeof(BinOrder),
            ["mass"] = typeof(Mass),
            ["dry"] = typeof(DryBinPolicy),
        };

    /// <summary>
    /// Reads and checks a curriculum in any form: a JSON object, YAML, or one line such as
    /// <c>sequential(bins=6) | warmup(0.4)</c>.
    /// </summary>
    /// <param name="text">The curriculum.</param>
    /// <param name="current">Supplies the fields that the text does not give; null for their defaults.</param>
    /// <exception cref="FormatException">
    /// The text is not a curriculum; the message names the field and what to do.
    /// </exception>
    public static Curriculum ReadAny(string text, Curriculum? current = null)
    {
        var isDocument =
            text.TrimStart().StartsWith('{')
            || text.Split('\n').Any(line => line.StartsWith("schedule:", StringComparison.Ordinal));
        var curriculum = isDocument ? Parse(FromYaml(text)) : new JsonObject();
        if (!isDocument)
            curriculum["schedule"] = ScheduleExpression.Parse(text, curriculum);
        if (current is not null)
        {
            curriculum.TryAdd("order", JsonSerializer.SerializeToNode(current.Order, Options));
            curriculum.TryAdd("mass", JsonSerializer.SerializeToNode(current.Mass, Options));
            curriculum.TryAdd("dry", JsonSerializer.SerializeToNode(current.Dry, Options));
        }
        var isCounted = curriculum.ContainsKey("bins");
        var read = Deserialized(curriculum);
        return Checked(
            current is null || isCounted || read.Schedule.ImpliedBins is not null
                ? read
                : read with
                {
                    Bins = current.Bins,
                }
        );
    }

    /// <summary>Reads and checks a JSON curriculum.</summary>
    /// <exception cref="FormatException">
    /// The text is not a curriculum; the message names the field and what to do.
    /// </exception>
    public static Curriculum Read(string json) => Checked(Deserialized(Parse(json)));

    /// <summary>A curriculum as JSON that <see cref="Read"/> reads.</summary>
    public static string Write(Curriculum curriculum) => JsonSerializer.Serialize(curriculum, Options);

    /// <summary>A schedule on one line, as <see cref="ReadAny"/> reads it.</summary>
    public static string OneLine(Schedule schedule) => ScheduleExpression.Of(schedule);

    /// <summary>JSON Schema (2020-12) of a curriculum, for editors and for programs that write curricula.</summary>
    public static string Schema()
    {
        JsonNode? schedule = null; // the outermost comes last
        var options = new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = Reference,
        };
        var schema = Options.GetJsonSchemaAsNode(typeof(Curriculum), options).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "FluxEntropy curriculum");
        schema["$defs"] = new JsonObject { ["schedule"] = schedule };
        return schema.ToJsonString(
            new JsonSerializerOptions(Options)
            {
                WriteIndented = true,
                NewLine = "\n",
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );

        JsonNode Reference(JsonSchemaExporterContext context, JsonNode node)
        {
            if (context.TypeInfo.Type != typeof(Schedule) || context.BaseTypeInfo is not null)
                return node;
            schedule = new JsonObject
            {
                ["description"] = "A line such as \"sequential | warmup(0.4)\", or an object.",
                ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, node.DeepClone()),
            };
            return new JsonObject { ["$ref"] = "#/$defs/schedule" };
        }
    }

    private static Curriculum Checked(Curriculum curriculum) =>
        curriculum.Problem() is { } problem ? throw new FormatException(problem) : curriculum;

    private static Curriculum Deserialized(JsonObject curriculum)
    {
        ReplaceExpressions(curriculum);
        try
        {
            return curriculum.Deserialize<Curriculum>(Options)!;
        }
        catch (JsonException exception)
        {
            throw new FormatException($"curriculum: {JsonFault.Of(exception)}.", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new FormatException("schedule: it is nested too deeply.", exception);
        }
        catch (NotSupportedException exception)
        {
            throw new FormatException(
                $"schedule.kind: it is missing; give one of {string.Join(", ", ScheduleExpression.Kinds.Keys)}.",
                exception
            );
        }
    }

    private static JsonObject Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })
                    as JsonObject
                ?? throw new FormatException("curriculum: it is not an object with a schedule.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"curriculum: {JsonFault.Of(exception)}.", exception);
        }
    }

    private static void ReplaceExpressions(JsonObject node)
    {
        foreach (var field in ScheduleFields)
        {
            if (node[field] is JsonValue value && value.GetValueKind() == JsonValueKind.String)
                node[field] = ScheduleExpression.Parse(value.GetValue<string>(), curriculum: null);
            else if (node[field] is JsonObject inner)
                ReplaceExpressions(inner);
        }
    }

    // JSON is YAML, except that JSON allows tabs.
    private static string FromYaml(string text)
    {
        if (text.Length > MaxCharacters)
            throw new FormatException(
                $"curriculum: it has {text.Length} characters; at most {MaxCharacters} are read."
            );
        if (text.TrimStart().StartsWith('{'))
            return text;
        try
        {
            var events = new Parser(new StringReader(text));
            while (events.MoveNext())
            {
                if (events.Current is AnchorAlias alias)
                    throw new FormatException(
                        $"curriculum: line {alias.Start.Line}: aliases are not supported; write the value out."
                    );
            }
            var value = new DeserializerBuilder()
                .WithAttemptingUnquotedStringTypeDeserialization()
                .WithDuplicateKeyChecking()
                .Build()
                .Deserialize(text);
            return new SerializerBuilder().JsonCompatible().Build().Serialize(value);
        }
        catch (YamlException exception)
        {
            throw new FormatException(
                $"curriculum: line {exception.Start.Line}, column {exception.Start.Column}: {exception.Message}",
                exception
            );
        }
    }
}
