using FluxEntropy.Models.Checkpoints;

namespace FluxEntropy.Models.Tests.Checkpoints;

public sealed class ModelFolderTests : IDisposable
{
    private readonly DirectoryInfo _cache = Directory.CreateTempSubdirectory("flux-hub-");

    [Fact]
    public void Folder_is_itself() => Assert.Equal(_cache.FullName, ModelFolder.Resolve(_cache.FullName, "/nowhere"));

    [Fact]
    public void Id_is_the_snapshot_that_main_names()
    {
        var repository = _cache.CreateSubdirectory("models--Some--Model-1B");
        var snapshot = repository.CreateSubdirectory("snapshots/abc123");
        repository.CreateSubdirectory("snapshots/older");
        File.WriteAllText(Path.Combine(repository.CreateSubdirectory("refs").FullName, "main"), "abc123\n");
        Assert.Equal(snapshot.FullName, ModelFolder.Resolve("Some/Model-1B", _cache.FullName));
    }

    [Fact]
    public void Id_may_lack_an_owner()
    {
        var repository = _cache.CreateSubdirectory("models--gpt2");
        var snapshot = repository.CreateSubdirectory("snapshots/abc");
        File.WriteAllText(Path.Combine(repository.CreateSubdirectory("refs").FullName, "main"), "abc");
        Assert.Equal(snapshot.FullName, ModelFolder.Resolve("gpt2", _cache.FullName));
    }

    [Theory]
    [InlineData("Some/Absent", "no snapshot of it in")]
    [InlineData("nothing", "nothing: no such folder, and no snapshot of it in")]
    [InlineData("a/b/c", "expected a model folder or a Hugging Face id")]
    [InlineData("../x", "expected a model folder or a Hugging Face id")]
    public void Anything_else_is_refused(string name, string expected) =>
        Assert.Contains(
            expected,
            Assert.Throws<InvalidDataException>(() => ModelFolder.Resolve(name, _cache.FullName)).Message
        );

    public void Dispose() => _cache.Delete(recursive: true);
}
