namespace FluxEntropy.Server.Tests.Contracts;

/// <summary>
/// Holds the contracts of this build to the files beside this test. With FLUXENTROPY_UPDATE_PINS set, as tests/update-pins.sh
/// does, the files are written: <c>added</c> for what is new, <c>broken</c> also where something is gone or changed.
/// </summary>
public class ContractPinTests
{
    private const string Update = "FLUXENTROPY_UPDATE_PINS";

    [Fact]
    public void Grain_contracts_are_those_of_the_file() =>
        Hold(
            "grain-contracts.txt",
            "What processes of a cluster say to each other. Written by tests/update-pins.sh.",
            GrainContracts.Members(),
            "Processes of an earlier version could not be in one cluster with this build: add a method or a field under a new number "
                + "in place of changing one. Where it must be (all processes of a cluster are stopped for that upgrade), say so in the "
                + "commit and run 'tests/update-pins.sh --broken'."
        );

    [Fact]
    public void The_protocol_is_that_of_the_file() =>
        Hold(
            "protocol.txt",
            "What clients and servers say to each other. Written by tests/update-pins.sh.",
            ProtocolContracts.Members(),
            "Clients of an earlier version would be misunderstood: the protocol is only added to. Keep what was there, and add a field "
                + "under a number that was never used, or another method.",
            mayBreak: false
        );

    private static void Hold(
        string file,
        string comment,
        IReadOnlyDictionary<string, string> members,
        string advice,
        bool mayBreak = true
    )
    {
        var path = Path.Combine(Folder(), file);
        var update = Environment.GetEnvironmentVariable(Update);
        var pinned =
            update is { Length: > 0 } && !File.Exists(path)
                ? new PinnedContract(path, members)
                : PinnedContract.Read(path);
        var broken = update == "broken" && mayBreak ? [] : pinned.Broken(members).ToList();
        Assert.True(broken.Count == 0, $"{file}:\n{string.Join('\n', broken)}\n{advice}");
        if (update is { Length: > 0 })
            (pinned with { Members = members }).Write(comment);
        else
            Assert.True(
                !pinned.Added(members).Any(),
                $"{file}:\n{string.Join('\n', pinned.Added(members))}\nNothing broke; to have this kept, run tests/update-pins.sh."
            );
    }

    // tests/FluxEntropy.Server.Tests/bin/CONFIGURATION/net10.0 → tests/FluxEntropy.Server.Tests/Contracts
    private static string Folder() =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "Contracts"));
}
