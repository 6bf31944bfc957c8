using FluxEntropy.Models.Native;
using TorchSharp;

namespace FluxEntropy.Models.Tests.Native;

public sealed class TorchExceptionTests
{
    [Fact]
    public async Task A_thread_reports_an_error_of_libtorch_in_one_line()
    {
        await using var thread = new TorchThread(1);
        var error = await Assert.ThrowsAsync<TorchException>(() =>
            thread.RunAsync(() => torch.zeros(2, 3).mm(torch.zeros(2, 3)), TestContext.Current.CancellationToken)
        );
        Assert.StartsWith("libtorch: mat1 and mat2 shapes cannot be multiplied", error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Contains("frame #0", error.InnerException!.Message);
    }

    [Fact]
    public void Other_errors_stay_as_they_are()
    {
        var error = new InvalidDataException("first line\nsecond line");
        Assert.Same(error, TorchException.Wrap(error));
    }
}
