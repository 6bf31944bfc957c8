using FluxEntropy.Cli.Output;
using Spectre.Console;

namespace FluxEntropy.Cli.Tests.Output;

public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("a\u001b]0;title\u0007b", "a␛]0;title␇b")]
    [InlineData("a\u009b31mb", "a\\u{9b}31mb")]
    [InlineData("a\u202eb", "a\\u{202e}b")]
    [InlineData("naïve 文字 👩\u200d🚀", "naïve 文字 👩\u200d🚀")]
    public void A_console_prints_no_character_that_steers_a_terminal(string text, string printed)
    {
        using var output = new StringWriter();
        var console = Consoles.Create(output, isTerminal: false);

        console.WriteLine(text);
        console.MarkupLine($"[bold]{Markup.Escape(text)}[/]");
        var table = new Table().AddColumn("column");
        console.Write(table.AddRow(Markup.Escape(text)));

        Assert.Equal(3, output.ToString().Split(printed).Length - 1);
        Assert.DoesNotContain('\u001b', output.ToString());
    }
}
