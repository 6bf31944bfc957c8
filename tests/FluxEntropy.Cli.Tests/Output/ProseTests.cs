using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Tests.Output;

public sealed class ProseTests
{
    [Fact]
    public void Lines_break_between_words_at_cells() =>
        Assert.Equal(["ein 日本語", "text"], Prose.Wrap("ein 日本語 text", 10));

    [Fact]
    public void Word_longer_than_a_line_is_broken_inside() =>
        Assert.Equal(["a", "0123456789", "abcdef b"], Prose.Wrap("a 0123456789abcdef b", 10));

    [Fact]
    public void Long_fact_goes_on_below_its_beginning()
    {
        using var screen = new Screen(columns: 40);

        Facts.Write(
            screen.Terminal.Data,
            "corpus",
            [("id", "x"), ("profile", "a model of many words that needs lines")]
        );

        Assert.Equal(
            ["corpus", "  id       x", "  profile  a model of many words that", "           needs lines"],
            screen.Lines
        );
    }

    [Fact]
    public void Hash_stays_whole_on_a_line_of_its_own()
    {
        using var screen = new Screen(columns: 40);

        Facts.Write(screen.Terminal.Data, "corpus", [("profile hash", new string('f', 32))]);

        Assert.Equal(["corpus", "  profile hash", "    " + new string('f', 32)], screen.Lines);
    }

    [Fact]
    public void Command_line_breaks_where_a_shell_joins_it() =>
        Assert.Equal(
            ["flux set run \\", "    --schedule \"a | b\" \\", "    --reason x"],
            ShellLines.Of("flux set run --schedule \"a | b\" --reason x", 30)
        );
}
