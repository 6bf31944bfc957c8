namespace FluxEntropy.Architecture.Tests.Folders;

/// <summary>Within a project, arrows between folders point one way. Every folder is a node, a parent and its child are two.</summary>
public sealed class FolderTests
{
    // Projects that have circles still. This list may only shrink.
    private static readonly string[] WithCircles = [];

    public static TheoryData<string> Projects => [.. SourceTree.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void FoldersDoNotImportEachOther(string project)
    {
        var circles = Circles.Of(EdgesOf(project));
        if (WithCircles.Contains(project))
            Assert.False(circles.Count == 0, $"{project} has no circles any more: take it off the list.");
        else
            Assert.True(circles.Count == 0, $"{project}:\n{string.Join('\n', circles)}");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void ANamespaceIsItsFolder(string project) =>
        Assert.Empty(
            CSharpFile
                .AllOf(project)
                .Where(file => file.Namespace is not null && file.Namespace != file.Folder)
                .Select(file => $"{file.Path} has namespace {file.Namespace} and not {file.Folder}")
        );

    private static Edge[] EdgesOf(string project)
    {
        var assembly = SourceTree.AssemblyOf(project);
        return
        [
            .. AssemblyEdges.Read(assembly),
            .. ConstantEdges.Read(
                assembly,
                CSharpFile.AllOf(project).Select(file => (file.Folder, Path.GetFileName(file.Path), file.Text))
            ),
        ];
    }
}
