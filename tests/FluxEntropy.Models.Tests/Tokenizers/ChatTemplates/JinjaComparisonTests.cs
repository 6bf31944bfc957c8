using System.Text.Json;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tests.Tokenizers.ChatTemplates;

/// <summary>Compares with Jinja itself, beyond the table.</summary>
public sealed class JinjaComparisonTests
{
    [Fact]
    public async Task The_table_is_what_Jinja_makes_today()
    {
        var table = TemplateTable.Read();
        var results = await Jinja.RenderAsync([
            .. table.Cases.Select(each => (table.Templates[each.Template], VariablesOf(each.Messages))),
        ]);

        Assert.Equal(table.Cases.Select(each => each.Text), results.Select(result => result.Text));

        JsonElement VariablesOf(string messages) =>
            JsonSerializer.SerializeToElement(
                new Dictionary<string, JsonElement>(table.Variables) { ["messages"] = table.Conversations[messages] }
            );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Expressions_written_by_chance_have_the_values_that_Jinja_gives_them(int seed)
    {
        const int Count = 2_000;
        var writer = new ExpressionWriter(seed);
        var templates = Enumerable.Range(0, Count).Select(_ => $"{{{{ {writer.Next()} }}}}").ToList();
        var variables = JsonDocument.Parse(ExpressionWriter.Variables).RootElement;
        var values = variables.EnumerateObject().Select(each => (each.Name, JsonValues.Of(each.Value))).ToList();

        var results = await Jinja.RenderAsync([.. templates.Select(template => (template, variables))]);

        var differences = templates
            .Zip(results)
            .Select(pair =>
                (pair.First, pair.Second, Own: TemplateTable.Rendered(pair.First, values, out var fault), fault)
            )
            .Where(each => each.Own != each.Second.Text)
            .Select(each =>
                $"{each.First}\n  Jinja: {each.Second.Text ?? each.Second.Error}\n  here: {each.Own ?? each.fault}"
            );
        Assert.Empty(differences);
    }
}
