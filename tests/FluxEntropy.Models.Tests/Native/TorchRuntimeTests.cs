using FluxEntropy.Models.Native;
using TorchSharp;

namespace FluxEntropy.Models.Tests.Native;

public sealed class TorchRuntimeTests : IDisposable
{
    private const string Version = "GLIBCXX_3.4.32";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flux-native-");

    [Fact]
    public void The_first_tensor_can_be_made()
    {
        TorchRuntime.EnsureLoaded();
        using var ones = torch.ones(2, 3);
        using var sum = ones.sum();
        Assert.Equal(6f, sum.item<float>());
    }

    [Fact]
    public void A_strong_need_is_marked_once_and_stays_marked()
    {
        var image = TinyElf.WithNeeds(("libm.so.6", ["GLIBC_2.29"]), ("libstdc++.so.6", ["GLIBCXX_3.4", Version]));
        Assert.Equal(ElfVersionNeeds.Outcome.Marked, ElfVersionNeeds.MarkWeak(image, Version));
        Assert.Equal(ElfVersionNeeds.Outcome.AlreadyWeak, ElfVersionNeeds.MarkWeak(image, Version));
    }

    [Fact]
    public void Exactly_one_flag_changes()
    {
        var before = TinyElf.WithNeeds(("libm.so.6", ["GLIBC_2.29"]), ("libstdc++.so.6", ["GLIBCXX_3.4", Version]));
        var after = before.ToArray();
        ElfVersionNeeds.MarkWeak(after, Version);
        var changed = Enumerable.Range(0, before.Length).Where(i => before[i] != after[i]).ToArray();
        Assert.Equal(2, after[Assert.Single(changed)]);
    }

    [Fact]
    public void A_version_that_only_starts_alike_is_left_alone()
    {
        var image = TinyElf.WithNeeds(("libstdc++.so.6", ["GLIBCXX_3.4.3", "GLIBCXX_3.4.320"]));
        Assert.Equal(ElfVersionNeeds.Outcome.Absent, ElfVersionNeeds.MarkWeak(image, Version));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(70)]
    [InlineData(200)]
    public void A_cut_file_is_refused(int length)
    {
        var image = TinyElf.WithNeeds(("libstdc++.so.6", [Version]))[..length];
        Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.MarkWeak(image, Version));
    }

    [Fact]
    public async Task Several_processes_may_adapt_one_file_at_once()
    {
        var path = Write(TinyElf.WithNeeds(("libstdc++.so.6", [Version])));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => TorchRuntime.Relax(path))));
        Assert.Equal(ElfVersionNeeds.Outcome.AlreadyWeak, ElfVersionNeeds.MarkWeak(File.ReadAllBytes(path), Version));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void A_file_that_is_no_library_is_refused_with_its_path()
    {
        var path = Write("not a library, whatever its name"u8.ToArray());
        Assert.Contains(path, Assert.Throws<InvalidOperationException>(() => TorchRuntime.Relax(path)).Message);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(byte[] image)
    {
        var path = Path.Combine(_folder.FullName, "libLibTorchSharp.so");
        File.WriteAllBytes(path, image);
        return path;
    }
}
