using FluxEntropy.Sources;

namespace FluxEntropy.Tests.Sources;

public sealed class DotnetDocumentationTests : IDisposable
{
    private readonly DirectoryInfo _packs = Directory.CreateTempSubdirectory("flux-packs-");

    [Fact]
    public void Member_becomes_prose_with_the_names_that_it_refers_to()
    {
        Write(
            "A",
            "1.xml",
            """
            <member name="M:N.C.Do(System.Int32)">
              <summary>Does <c>it</c> to a <see cref="T:System.Collections.Generic.List`1" /> unless
                 <paramref name="count" /> is <see langword="null" />; see <see cref="M:N.C.Undo(System.Int32)" />.</summary>
              <param name="count">How often.</param>
              <param name="empty" />
              <exception cref="T:System.ArgumentException">
                <paramref name="count" /> is negative.</exception>
              <returns>Nothing &amp; more.</returns>
            </member>
            """
        );
        Assert.Equal(
            new DocumentedMember(
                "M:N.C.Do(System.Int32)",
                """
                Does it to a List unless count is null; see C.Undo.
                count: How often.
                Throws ArgumentException: count is negative.
                Returns: Nothing & more.
                """.ReplaceLineEndings("\n")
            ),
            Assert.Single(DotnetDocumentation.Read(_packs.FullName))
        );
    }

    [Fact]
    public void Short_texts_and_repeated_ids_are_left_out_and_the_order_is_fixed()
    {
        const string Long = "A summary that is certainly longer than forty characters";
        Write(
            "B",
            "b.xml",
            $"""<member name="T:X"><summary>{Long} in B.</summary></member><member name="T:Y"><summary>Short.</summary></member>"""
        );
        Write("A", "z.xml", $"""<member name="T:X"><summary>{Long} in A.</summary></member>""");
        Write("A", "a.xml", $"""<member name="T:Z"><summary>{Long} in A.</summary></member>""");
        Assert.Equal(
            [("T:Z", Long + " in A."), ("T:X", Long + " in A.")],
            DotnetDocumentation.Read(_packs.FullName).Select(m => (m.Id, m.Text))
        );
    }

    [Fact]
    public void Broken_file_is_refused_with_its_line()
    {
        Write("A", "a.xml", "<member name=\"T:X\">\n<summary>never closed</member>");
        Assert.Contains(
            "a.xml:",
            Assert.Throws<InvalidDataException>(() => DotnetDocumentation.Read(_packs.FullName).ToList()).Message
        );
    }

    [Fact]
    public void This_machines_documentation_has_thousands_of_members()
    {
        var folder = DotnetDocumentation.FindFolder();
        Assert.SkipWhen(folder is null, "only a .NET runtime is installed here, no SDK");
        Assert.Equal(3000, DotnetDocumentation.Read(folder).Take(3000).Select(member => member.Id).Distinct().Count());
    }

    public void Dispose() => _packs.Delete(recursive: true);

    private void Write(string pack, string file, string members)
    {
        var folder = _packs.CreateSubdirectory(Path.Combine(pack, "10.0.0", "ref", "net10.0")).FullName;
        File.WriteAllText(Path.Combine(folder, file), $"<doc><members>{members}</members></doc>");
    }
}
