using System.Text.Json;
using FluxEntropy.Curricula;
using Json.Schema;

namespace FluxEntropy.Tests.Curricula;

/// <summary>The published JSON Schema, by a validator that is not ours.</summary>
public class CurriculumSchemaTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(CurriculumJson.Schema());

    [Fact]
    public void The_published_file_is_what_the_program_prints() =>
        Assert.Equal(
            CurriculumJson.Schema() + "\n",
            File.ReadAllText(Path.Combine(Repository(), "protos", "curriculum.schema.json"))
        );

    [Theory]
    [MemberData(nameof(ScheduleTests.Expressions), MemberType = typeof(ScheduleTests))]
    public void Every_schedule_that_is_written_is_valid(string expression) =>
        Assert.True(IsValid(CurriculumJson.ReadAny(expression).ToJson()));

    [Theory]
    [InlineData("""{"schedule":"sequential | warmup(0.4)"}""", true)]
    [InlineData(
        """{"bins":4,"schedule":{"kind":"warmup","schedule":"sequential","until":0.4},"order":"ascending","dry":"stop"}""",
        true
    )]
    [InlineData("""{"bins":4}""", false)]
    [InlineData("""{"bins":"four","schedule":"sequential"}""", false)]
    [InlineData("""{"schedule":{"kind":"wavy"}}""", false)]
    [InlineData("""{"schedule":{"kind":"warmup","until":0.4}}""", false)]
    [InlineData("""{"schedule":{"kind":"manual","weights":["a"]}}""", false)]
    [InlineData("""{"schedule":"uniform","colour":1}""", false)]
    [InlineData("""{"schedule":"uniform","order":"random"}""", false)]
    public void What_the_schema_says_is_what_the_reader_takes(string json, bool isValid)
    {
        Assert.Equal(isValid, IsValid(json));
        if (isValid)
            Curriculum.FromJson(json);
        else
            Assert.Throws<FormatException>(() => Curriculum.FromJson(json));
    }

    private static bool IsValid(string json) => Schema.Evaluate(JsonDocument.Parse(json).RootElement).IsValid;

    internal static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "FluxEntropy.sln")))
            folder = Path.GetDirectoryName(folder)
                ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
        return folder;
    }
}
