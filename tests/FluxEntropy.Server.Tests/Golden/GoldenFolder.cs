namespace FluxEntropy.Server.Tests.Golden;

/// <summary>
/// A data folder that an earlier version left, in <c>tests/Golden/VERSION/NAME</c>: <c>data</c> as it was, <c>acknowledged.jsonl</c>
/// for <c>flux verify --expect</c>, and <c>expected.json</c> with what that version answered out of it.
/// </summary>
internal sealed record GoldenFolder(string Path)
{
    public string Data => Sub("data");

    public string Acknowledged => Sub("acknowledged.jsonl");

    public string Expected => Sub("expected.json");

    /// <summary>Every golden folder, as <c>VERSION/NAME</c>.</summary>
    public static TheoryData<string> Names() =>
        [
            .. Directory
                .GetFiles(Root(), "expected.json", SearchOption.AllDirectories)
                .Select(file => System.IO.Path.GetRelativePath(Root(), System.IO.Path.GetDirectoryName(file)!))
                .Order(StringComparer.Ordinal),
        ];

    public static GoldenFolder Find(string name) => new(System.IO.Path.Combine(Root(), name));

    /// <summary>Copies the data folder, since golden files stay as they are.</summary>
    public void CopyData(string target) => Copy(new DirectoryInfo(Data), Directory.CreateDirectory(target));

    private static void Copy(DirectoryInfo source, DirectoryInfo target)
    {
        foreach (var file in source.GetFiles())
            file.CopyTo(System.IO.Path.Combine(target.FullName, file.Name));
        foreach (var folder in source.GetDirectories())
            Copy(folder, target.CreateSubdirectory(folder.Name));
    }

    private string Sub(string name) => System.IO.Path.Combine(Path, name);

    // tests/FluxEntropy.Server.Tests/bin/CONFIGURATION/net10.0 → tests/Golden
    private static string Root() =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "Golden"));
}
