namespace FluxEntropy.Models.Tests.Tokenizers.ChatTemplates;

public sealed class TemplateTableTests
{
    private static readonly TemplateTable Table = TemplateTable.Read();

    public static TheoryData<string, string> Cases => [.. Table.Cases.Select(each => (each.Template, each.Messages))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_template_makes_what_Jinja_makes_of_it(string template, string messages)
    {
        var expected = Table.Cases.Single(each => each.Template == template && each.Messages == messages);

        var text = TemplateTable.Rendered(Table.Templates[template], Table.VariablesOf(expected), out var fault);

        if (expected.Error is null)
            Assert.True(fault is null, fault);
        Assert.Equal(expected.Text, text);
    }

    [Fact]
    public void The_table_has_templates_of_many_kinds_and_refusals() =>
        Assert.True(Table.Templates.Count >= 40 && Table.Cases.Count(each => each.Error is not null) >= 10);
}
