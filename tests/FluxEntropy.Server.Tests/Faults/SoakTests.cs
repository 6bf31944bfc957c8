using System.Text.Json;

namespace FluxEntropy.Server.Tests.Faults;

[Trait("Category", "soak")]
public class SoakTests
{
    [Fact]
    public async Task A_minute_of_random_faults_loses_nothing()
    {
        Assert.SkipUnless(
            File.Exists("/usr/bin/redis-server"),
            "/usr/bin/redis-server is not here; install the package redis-server"
        );
        await using var soak = await FluxProcess.RunAsync(
            "soak",
            "--minutes",
            "1",
            "--warm-up",
            "1",
            "--seed",
            "3",
            "--json"
        );
        Assert.True(soak.ExitCode == 0, soak.Output + soak.Errors);
        var report = JsonDocument.Parse(soak.Output).RootElement;
        Assert.Equal(
            (0, 0, 0),
            (
                report.GetProperty("lost").GetInt32(),
                report.GetProperty("unexpected").GetInt32(),
                report.GetProperty("duplicated").GetInt32()
            )
        );
        Assert.True(report.GetProperty("acceptedDocuments").GetInt64() > 0, "documents were accepted");
        Assert.NotEmpty(report.GetProperty("faults").EnumerateObject());
    }
}
