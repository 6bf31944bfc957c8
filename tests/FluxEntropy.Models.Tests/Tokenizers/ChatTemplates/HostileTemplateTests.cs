using System.Text.Json;
using FluxEntropy.Models.Tokenizers.ChatTemplates;

namespace FluxEntropy.Models.Tests.Tokenizers.ChatTemplates;

/// <summary>Templates that are programs to do harm, or that are none: each ends, with an error that says where and why.</summary>
public sealed class HostileTemplateTests : IDisposable
{
    private static readonly JsonElement Messages = JsonDocument
        .Parse("""[{"role":"user","content":"Hi"}]""")
        .RootElement;

    private readonly TemporaryTokenizer _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}", 1, "steps")]
    [InlineData("\n{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", 2, "levels deep")]
    [InlineData(
        "{% set n = namespace(s='x') %}\n{% for i in range(40) %}{% set n.s = n.s ~ n.s %}{% endfor %}",
        2,
        "text of more than"
    )]
    [InlineData("{{ 'x' * 1000000000000 }}", 1, "text of more than")]
    [InlineData("{{ ('x' * 1000000).replace('x', 'y' * 1000000) }}", 1, "text of more than")]
    [InlineData("{{ ['x' * 1000000]|batch(1)|list * 100000 }}", 1, "text of more than")]
    [InlineData("{{ 'x'.center(2000000000) }}", 1, "text of more than")]
    [InlineData("{{ 'x'|indent(2000000000) }}", 1, "text of more than")]
    [InlineData("{{ '%999999s' % 'x' }}", 1, "characters")]
    [InlineData("{{ 10 ** 100000 }}", 1, "bits")]
    [InlineData("{% set n = namespace(i=9) %}{% for i in range(99) %}{% set n.i = n.i * n.i %}{% endfor %}", 1, "bits")]
    [InlineData("{{ range(1000000000)|list }}", 1, "range")]
    [InlineData(
        "{% set n = namespace(l=[]) %}{% for i in range(9999) %}{% set n.l = [n.l] %}{% endfor %}{{ n.l }}",
        1,
        "levels deep"
    )]
    [InlineData(
        "{% set n = namespace(l=[1]) %}{% for i in range(99) %}{% set n.l = [n.l, n.l] %}{% endfor %}{{ n.l }}",
        1,
        "more than"
    )]
    [InlineData(
        "{% set n = namespace(l=[1], m=[1]) %}{% for i in range(99) %}{% set n.l = [n.l, n.l] %}{% set n.m = [n.m, n.m] %}"
            + "{% endfor %}{{ n.l == n.m }}",
        1,
        "steps"
    )]
    [InlineData(
        "{% set n = namespace(l=[1]) %}{% for i in range(99) %}{% set n.l = n.l + n.l %}{% endfor %}",
        1,
        "steps"
    )]
    [InlineData("{% for i in range(99999) %}{{ messages|tojson * 9 ~ ' ' * 999 }}{% endfor %}", 1, "text of more than")]
    [InlineData("{{ messages.append(1) }}", 1, "append would change a list")]
    [InlineData("{{ messages[0].update({}) }}", 1, "update would change a dictionary")]
    [InlineData("{{ ''.__class__.__mro__ }}", 1, "undefined")]
    [InlineData("{{ messages.__init__.__globals__ }}", 1, "undefined")]
    [InlineData("a\n{% include 'x' %}", 2, "{% include %} is not supported")]
    [InlineData("{% import 'x' as y %}", 1, "{% import %} is not supported")]
    [InlineData("{% for x in messages recursive %}{% endfor %}", 1, "recursive")]
    [InlineData("\n\n{{ messages|urlize }}", 3, "the filter \"urlize\" is not supported")]
    [InlineData("{{ messages is nosuch }}", 1, "the test \"nosuch\" is not supported")]
    [InlineData("{{ 'a'.format(1) }}", 1, "the method format of strings is not supported")]
    [InlineData("{{ nosuch() }}", 1, "\"nosuch\" is undefined")]
    [InlineData("{{ range(**messages) }}", 1, "** is given no dictionary")]
    [InlineData("{{ 1 ! 2 }}", 1, "\"!\" is no token")]
    [InlineData("{{ (1 }}", 1, "\"}\" where the end of \"(\" was expected")]
    [InlineData("{{ 1) }}", 1, "closes nothing")]
    [InlineData("\n{# never closed", 2, "not closed with \"#}\"")]
    [InlineData("{% raw %} never closed", 1, "endraw")]
    [InlineData("{{ 'never closed }}", 1, "no token")]
    [InlineData("x\n{% if messages %}\ny", 2, "not closed with {% endif %}")]
    [InlineData("{% break %}", 1, "stands in no loop")]
    [InlineData("{% set true = 1 %}", 1, "cannot be assigned to")]
    [InlineData("{% set messages.x = 1 %}", 1, "is no namespace")]
    [InlineData(
        "{% for a, b in messages %}{{ a }}{% endfor %}{% for a, b in [1] %}{% endfor %}",
        1,
        "cannot be iterated over"
    )]
    [InlineData("{{ raise_exception('Not so!') }}", 1, "the template refuses it: Not so!")]
    [InlineData("{{ 1 // 0 }}", 1, "division by zero")]
    [InlineData("{{ 1.5 % 0 }}", 1, "division by zero")]
    public void It_ends_with_an_error_that_names_line_and_reason(string template, int line, string reason)
    {
        File.WriteAllText(_folder.Path("chat_template.jinja"), template);

        var refusal = Assert.Throws<FormatException>(() => ChatTemplate.Find(_folder.Folder)!.Render(Messages));

        Assert.Contains($"line {line} of the chat template: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ ", "(", "1", ")", " }}")]
    [InlineData("{{ ", "[", "1", "]", " }}")]
    [InlineData("{{ ", "-", "1", "", " }}")]
    [InlineData("{{ ", "not ", "1", "", " }}")]
    [InlineData("{{ ", "1 if 1 else ", "1", "", " }}")]
    [InlineData("", "{%if 1%}", "", "{%endif%}", "")]
    [InlineData("{% set ", "(", "a", ")", " = 1 %}")]
    public void However_deep_it_is_nested_it_is_refused(
        string start,
        string open,
        string middle,
        string close,
        string end
    )
    {
        var template = $"{start}{Many(open)}{middle}{Many(close)}{end}";

        Assert.Null(TemplateTable.Rendered(template, [], out var fault));

        Assert.Contains("nested more than", fault, StringComparison.Ordinal);

        static string Many(string text) => string.Concat(Enumerable.Repeat(text, 50_000));
    }

    [Theory]
    [InlineData("+1")]
    [InlineData("|list")]
    [InlineData(" is none")]
    [InlineData(".a")]
    [InlineData("[0]")]
    [InlineData("()")]
    public void However_long_a_chain_is_it_is_refused(string link)
    {
        var chain = string.Concat(Enumerable.Repeat(link, 50_000));

        File.WriteAllText(_folder.Path("chat_template.jinja"), $"{{{{ '' {chain} }}}}");

        var refusal = Assert.Throws<FormatException>(() => ChatTemplate.Find(_folder.Folder)!.Render(Messages));

        Assert.Contains("nested more than", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_conversation_is_no_attack()
    {
        var content = new string('x', 3_000_000);
        var messages = JsonSerializer.SerializeToElement(
            new[] { new { role = "user", content }, new { role = "assistant", content } }
        );
        File.WriteAllText(
            _folder.Path("chat_template.jinja"),
            "{% for m in messages %}{% set c = m.content.strip().split('</think>')[-1]|trim %}"
                + "{{ '<' + m.role + '>' + c + '\\n' }}{% endfor %}"
        );

        var text = ChatTemplate.Find(_folder.Folder)!.Render(messages);

        Assert.Equal($"<user>{content}\n<assistant>{content}\n", text);
    }
}
