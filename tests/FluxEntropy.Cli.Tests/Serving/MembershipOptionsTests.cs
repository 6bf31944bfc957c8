using System.CommandLine;
using FluxEntropy.Cli.Serving;
using FluxEntropy.Server.Clustering;

namespace FluxEntropy.Cli.Tests.Serving;

public sealed class MembershipOptionsTests
{
    [Fact]
    public void Settings_come_back_from_their_text()
    {
        var settings = new MembershipSettings { ProbeTimeout = TimeSpan.FromSeconds(0.5), MissedProbes = 4 };

        Assert.Equal(settings, Read([.. MembershipOptions.Text(settings)]));
    }

    [Fact]
    public void Nothing_said_is_the_default() => Assert.Equal(new MembershipSettings(), Read());

    private static MembershipSettings Read(params string[] arguments)
    {
        var options = new MembershipOptions();
        var command = new RootCommand();
        foreach (var option in options.All)
            command.Options.Add(option);
        return options.Of(command.Parse(arguments));
    }
}
