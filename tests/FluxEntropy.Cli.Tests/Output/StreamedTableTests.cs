using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Tests.Output;

public sealed class StreamedTableTests
{
    [Fact]
    public void Numbers_are_aligned_right_and_long_names_lose_their_middle()
    {
        using var screen = new Screen();
        var table = new StreamedTable(screen.Terminal.Data, new("id", -9), new("tokens", 7));

        table.Head();
        table.Row("a.txt", "12");
        table.Row("chapters/one.txt", "1,204");

        Assert.Equal(["id          tokens", "a.txt           12", "ch…ne.txt    1,204"], screen.Lines);
    }

    [Fact]
    public void Markup_in_a_cell_is_text()
    {
        using var screen = new Screen();
        var table = new StreamedTable(screen.Terminal.Data, new Column("id", -20));

        table.Row("[red]x[/]");

        Assert.Equal("[red]x[/]", screen.Lines[0]);
    }
}
