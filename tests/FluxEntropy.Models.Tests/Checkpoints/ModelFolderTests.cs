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
    [InlineData("adapter_config.json", "{}", "is a LoRA adapter (adapter_config.json)")]
    [InlineData("model.gguf", "GGUF", "holds a model in GGUF (model.gguf)")]
    public void A_folder_of_another_form_is_called_by_its_name(string file, string content, string expected)
    {
        File.WriteAllText(Path.Combine(_cache.FullName, file), content);

        Assert.Contains(
            expected,
            Assert.Throws<InvalidDataException>(() => ModelFolder.Resolve(_cache.FullName, "/nowhere")).Message
        );
    }

    [Fact]
    public void A_file_in_gguf_is_called_by_its_name()
    {
        var file = Path.Combine(_cache.FullName, "weights");
        File.WriteAllText(file, "GGUF and more");

        Assert.Contains(
            "is a model in GGUF",
            Assert.Throws<InvalidDataException>(() => ModelFolder.Resolve(file, "/nowhere")).Message
        );
    }

    [Fact]
    public void A_pointer_of_git_lfs_is_called_by_its_name()
    {
        var file = Path.Combine(_cache.FullName, "model.safetensors");
        File.WriteAllText(file, "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n");

        Assert.Contains(
            "is a git-LFS pointer",
            Assert.Throws<InvalidDataException>(() => Safetensors.ReadHeader(file)).Message
        );
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
