namespace FluxEntropy.Architecture.Tests.Folders;

/// <summary>The checks of folders find what they are to find.</summary>
public sealed class CirclesTests
{
    private const string Upper = "FluxEntropy.Architecture.Tests.Examples.Upper";
    private const string Lower = "FluxEntropy.Architecture.Tests.Examples.Lower";

    private static readonly string Own = typeof(CirclesTests).Assembly.Location;

    [Fact]
    public void ACircleOfTwoFolders_IsFoundInCode_AndNamesItsTypes()
    {
        var circle = Assert.Single(Circles.Of(AssemblyEdges.Read(Own)), circle => circle.Contains(Upper));
        Assert.Contains($"{Upper} -> {Lower}: Organ uses Cell", circle);
        Assert.Contains($"{Lower} -> {Upper}: Cell uses Organ", circle);
    }

    [Fact]
    public void AConstantOfAnotherFolder_IsFoundInItsSource()
    {
        var edge = Assert.Single(ConstantEdges.Read(Own, [("Elsewhere", "Reader.cs", "x + Cell.Extension")]));
        Assert.Equal(new Edge("Elsewhere", Lower, "Reader.cs", "Cell.Extension"), edge);
    }

    [Fact]
    public void ACircleOfThreeFolders_IsFound() =>
        Assert.StartsWith(
            "a, b, c import each other",
            Assert.Single(Circles.Of([Arrow("a", "b"), Arrow("b", "c"), Arrow("c", "a"), Arrow("c", "d")]))
        );

    [Fact]
    public void TwoCirclesThatShareNoFolder_AreTwo() =>
        Assert.Equal(2, Circles.Of([Arrow("a", "b"), Arrow("b", "a"), Arrow("c", "d"), Arrow("d", "c")]).Count);

    [Fact]
    public void AParentAndItsChild_AreTwoFolders() => Assert.Single(Circles.Of([Arrow("a", "a.b"), Arrow("a.b", "a")]));

    [Fact]
    public void ArrowsThatPointOneWay_AreNoCircle() =>
        Assert.Empty(Circles.Of([Arrow("a", "b"), Arrow("b", "c"), Arrow("a", "c")]));

    [Fact]
    public void ANamespaceThatIsNotItsFolder_IsSeen()
    {
        var file = CSharpFile.Read("Project", "Rooms/Small/Chair.cs", "// namespace No;\nnamespace Project.Rooms;\n");
        Assert.Equal("Project.Rooms", file.Namespace);
        Assert.Equal("Project.Rooms.Small", file.Folder);
    }

    private static Edge Arrow(string from, string to) => new(from, to, "X", "Y");
}
