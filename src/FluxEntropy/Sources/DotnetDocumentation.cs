using System.Runtime.InteropServices;
using System.Text;
using System.Xml;

namespace FluxEntropy.Sources;

/// <summary>
/// The XML documentation that comes with every .NET SDK (packs/*/*/ref/*/*.xml, MIT-licensed): real text that is on any
/// machine that can build this project.
/// </summary>
public static class DotnetDocumentation
{
    /// <summary>Shorter texts say too little to be a document, in UTF-16 units.</summary>
    public const int ShortestText = 40;

    /// <summary>The packs folder of this machine's SDK, or null where only a runtime is installed.</summary>
    public static string? FindFolder() =>
        Roots()
            .Select(root => Path.Combine(root, "packs"))
            .FirstOrDefault(packs => Directory.Exists(packs) && Files(packs).Any());

    /// <summary>
    /// Members in a fixed order (by pack, file, place in the file), each id once: the first text wins.
    /// Members with less than <see cref="ShortestText"/> characters of prose are left out.
    /// </summary>
    /// <param name="folder">A packs folder, as <see cref="FindFolder"/> finds it.</param>
    /// <exception cref="InvalidDataException">A file is not well-formed XML; the message names file and line.</exception>
    public static IEnumerable<DocumentedMember> Read(string folder)
    {
        var seen = new HashSet<string>();
        foreach (var file in Files(folder))
        {
            foreach (var member in ReadFile(file))
            {
                if (member.Text.Length >= ShortestText && seen.Add(member.Id))
                    yield return member;
            }
        }
    }

    private static IEnumerable<string> Roots()
    {
        yield return Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root)
            yield return root;
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            var program = new FileInfo(Path.Combine(folder, "dotnet"));
            if (program.Exists)
                yield return (program.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? program).DirectoryName!;
        }
    }

    private static IEnumerable<string> Files(string packs) =>
        from pack in Sorted(Directory.GetDirectories(packs))
        from version in Sorted(Directory.GetDirectories(pack)).TakeLast(1)
        let references = Path.Combine(version, "ref")
        where Directory.Exists(references)
        from target in Sorted(Directory.GetDirectories(references))
        from file in Sorted(Directory.GetFiles(target, "*.xml"))
        select file;

    private static string[] Sorted(string[] paths)
    {
        Array.Sort(paths, StringComparer.Ordinal);
        return paths;
    }

    private static List<DocumentedMember> ReadFile(string file)
    {
        var members = new List<DocumentedMember>();
        try
        {
            using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            while (reader.ReadToFollowing("member"))
            {
                if (reader.GetAttribute("name") is { } id)
                    members.Add(new DocumentedMember(id, Prose(reader)));
            }
        }
        catch (XmlException e)
        {
            throw new InvalidDataException($"{file}:{e.LineNumber}: not well-formed XML: {e.Message}", e);
        }

        return members;
    }

    /// <summary>A member's sections, one a line; parameters and exceptions start with their name.</summary>
    private static string Prose(XmlReader reader)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        using var member = reader.ReadSubtree();
        member.Read();
        while (member.Read())
        {
            switch (member.NodeType)
            {
                case XmlNodeType.Element when member.Depth == 1:
                    line.Append(Heading(member));
                    if (member.IsEmptyElement)
                        line.Clear();
                    break;
                case XmlNodeType.EndElement when member.Depth == 1:
                    Finish(line, lines);
                    break;
                case XmlNodeType.Element:
                    line.Append(Inline(member));
                    break;
                case XmlNodeType.Text
                or XmlNodeType.CDATA
                or XmlNodeType.SignificantWhitespace
                or XmlNodeType.Whitespace:
                    line.Append(member.Value);
                    break;
            }
        }

        return string.Join('\n', lines);
    }

    private static string Heading(XmlReader section) =>
        section.Name switch
        {
            "param" or "typeparam" => section.GetAttribute("name") + ": ",
            "exception" => "Throws " + ShortName(section.GetAttribute("cref")) + ": ",
            "returns" => "Returns: ",
            "value" => "Value: ",
            _ => "",
        };

    private static string Inline(XmlReader element) =>
        element.Name switch
        {
            "see" or "seealso" => element.GetAttribute("langword") ?? ShortName(element.GetAttribute("cref")),
            "paramref" or "typeparamref" => element.GetAttribute("name") ?? "",
            "para" or "item" or "br" or "li" or "p" => " ",
            _ => "",
        };

    /// <summary>
    /// <c>M:System.IO.Stream.Read(System.Byte[],System.Int32)</c> reads better as <c>Stream.Read</c>,
    /// <c>T:System.IO.Stream</c> as <c>Stream</c>.
    /// </summary>
    private static string ShortName(string? cref)
    {
        if (cref is null)
            return "";
        var hasKind = cref.Length > 1 && cref[1] == ':';
        var isMember = hasKind && cref[0] is ('M' or 'P' or 'F' or 'E');
        var parts = cref[(hasKind ? 2 : 0)..].Split('(')[0].Split('.');
        return string.Join('.', parts.TakeLast(isMember ? 2 : 1).Select(WithoutArity));
    }

    private static string WithoutArity(string name)
    {
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? name : name[..tick];
    }

    private static void Finish(StringBuilder line, List<string> lines)
    {
        var words = line.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        line.Clear();
        var text = string.Join(' ', words);
        if (text.Length > 0 && !text.EndsWith(':'))
            lines.Add(text);
    }
}
