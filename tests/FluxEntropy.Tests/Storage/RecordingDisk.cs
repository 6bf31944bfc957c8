using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Storage;

/// <summary>
/// Writes down every call that reached the disk, and whatever the test says happened between them. A killed process does not
/// lose the page cache, so that only the order of calls shows what a power cut would have taken.
/// </summary>
internal sealed class RecordingDisk(string root, IDisk? disk = null) : DiskDouble(disk ?? LocalDisk.Instance)
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly Durability _durability = new();

    /// <summary>Calls and events in order: the call in lower case, then the path; temporary files are called NAME.tmp.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    /// <summary>From here on somebody relies on what was written: it has to be durable, all of it.</summary>
    /// <exception cref="NotDurableException">Something is not.</exception>
    public void Relied(string because)
    {
        lock (_gate)
        {
            _lines.Add(because);
            _durability.Require(because, _lines);
        }
    }

    /// <summary>Something happened that relies on nothing.</summary>
    public void Happened(string what)
    {
        lock (_gate)
            _lines.Add(what);
    }

    /// <summary>A file was written by other means than this disk.</summary>
    public void Written(string path) => Note(DiskCall.Write, Path.Join(root, path));

    /// <summary>Forgets the lines so far, not what is durable.</summary>
    public void Clear()
    {
        lock (_gate)
            _lines.Clear();
    }

    protected override void Do(DiskCall call, string path, Action real)
    {
        real();
        Note(call, path);
    }

    private void Note(DiskCall call, string path)
    {
        lock (_gate)
        {
            var name = Shorten(Path.GetRelativePath(root, path));
            _lines.Add($"{call.ToString().ToLowerInvariant()} {name}");
            _durability.After(call, name, _lines);
        }
    }

    // NAME.0123456789abcdef.tmp: the digits are random.
    private static string Shorten(string name) =>
        name.EndsWith(".tmp", StringComparison.Ordinal) ? name[..^".0123456789abcdef.tmp".Length] + ".tmp" : name;
}
