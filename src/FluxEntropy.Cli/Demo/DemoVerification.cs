using FluxEntropy.Storage;
using FluxEntropy.Verification;

namespace FluxEntropy.Cli.Demo;

/// <summary>Checks a demo's folder, and that it holds everything that was acknowledged.</summary>
internal static class DemoVerification
{
    /// <param name="folder">A data folder whose server has stopped.</param>
    /// <param name="acknowledged">What the server acknowledged, as <see cref="Client.AcknowledgedFile"/> wrote it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<VerificationReport> RunAsync(
        string folder,
        string acknowledged,
        CancellationToken cancellationToken
    )
    {
        var expected = await ExpectedDocuments.ReadAsync(acknowledged, cancellationToken: cancellationToken);
        using var data = DataFolder.OpenStopped(folder);
        return await DataFolderVerifier.VerifyAsync(data, expected, cancellationToken);
    }
}
