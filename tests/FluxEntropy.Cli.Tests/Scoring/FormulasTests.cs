using FluxEntropy.Cli.Scoring;

namespace FluxEntropy.Cli.Tests.Scoring;

public sealed class FormulasTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 30", "'+49 30")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("1=1", "1=1")]
    [InlineData("", "")]
    public void A_text_that_a_spreadsheet_would_run_begins_with_an_apostrophe(string text, string cell) =>
        Assert.Equal(cell, Formulas.Escape(text));
}
