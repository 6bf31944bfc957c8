using CsCheck;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Tests.Output;

public sealed class StreamedTableTests
{
    [Fact]
    public void Numbers_are_aligned_right_and_long_names_lose_their_middle()
    {
        using var screen = new Screen(columns: 80);
        var table = new StreamedTable(screen.Terminal.Data, new("id", -9), new("tokens", 7));

        table.Head();
        table.Row("a.txt", "12");
        table.Row("chapters/one.txt", "1,204");

        Assert.Equal(["id          tokens", "a.txt           12", "ch…ne.txt    1,204"], screen.Lines);
    }

    [Fact]
    public void Nothing_is_cut_in_a_pipe()
    {
        using var screen = new Screen();
        var table = new StreamedTable(screen.Terminal.Data, new("id", -9), new("tokens", 7));

        table.Row("chapters/one.txt", "1,204");

        Assert.Equal(["chapters/one.txt    1,204"], screen.Lines);
    }

    [Fact]
    public void Rows_of_wide_characters_are_aligned()
    {
        using var screen = new Screen(columns: 40);

        StreamedTable.Write(
            screen.Terminal.Data,
            [Column.Text("id"), Column.Number("tokens")],
            [
                ["日本語", "1"],
                ["plain", "2"],
                ["e\u0301", "3"],
            ]
        );

        Assert.Equal(["id      tokens", "日本語       1", "plain        2", "e\u0301            3"], screen.Lines);
    }

    [Fact]
    public void Optional_columns_give_way_before_text_is_cut_short()
    {
        Column[] columns = [new("id", -60), new("tokens", 7), new("a", 12), new("b", 12, IsOptional: true)];

        Assert.Equal(4, TableLayout.Of(columns, 80).Count);
        Assert.Equal(80 - 37, TableLayout.Of(columns, 80)[0].Column.Cells);
        Assert.Equal(["id", "tokens", "a"], TableLayout.Of(columns, 50).Select(column => column.Column.Title));
    }

    [Fact]
    public void No_row_is_wider_than_its_line() =>
        Gen.Select(Gen.Int[-60, 20].Where(width => width != 0).Array[1, 6], Gen.Int[80, 200])
            .Where(
                (widths, line) => widths.Sum(width => width < 0 ? 4 : Math.Max(1, width)) + 2 * widths.Length <= line
            )
            .Sample(
                (widths, line) =>
                {
                    using var screen = new Screen(line);
                    var table = new StreamedTable(
                        screen.Terminal.Data,
                        [.. widths.Select(width => new Column("", width))]
                    );
                    table.Row([.. widths.Select(width => width < 0 ? new string('語', 70) : "1")]);
                    Assert.InRange(Printable.Width(Assert.Single(screen.Lines)), 1, line);
                },
                iter: 200
            );

    [Fact]
    public void Markup_in_a_cell_is_text()
    {
        using var screen = new Screen();
        var table = new StreamedTable(screen.Terminal.Data, new Column("id", -20));

        table.Row("[red]x[/]");

        Assert.Equal("[red]x[/]", screen.Lines[0]);
    }
}
