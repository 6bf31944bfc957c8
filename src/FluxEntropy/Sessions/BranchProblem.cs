namespace FluxEntropy.Sessions;

/// <summary>What a trainer is told whose branch is not in force.</summary>
internal static class BranchProblem
{
    public static string Superseded(int branch, int inForce) =>
        $"Branch {branch} was superseded: branch {inForce} is in force. Open the session again from your checkpoint.";
}
