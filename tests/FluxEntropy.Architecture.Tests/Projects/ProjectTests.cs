namespace FluxEntropy.Architecture.Tests.Projects;

/// <summary>Arrows between projects point down, and each large framework stays where it belongs.</summary>
public sealed class ProjectTests
{
    public static TheoryData<string> Projects => [.. SourceTree.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void AProject_RefersOnlyToWhatItMay(string project) =>
        Assert.Empty(ProjectRules.Violations(project, ProjectRules.ReferencesOf(project)));

    [Theory]
    [InlineData("FluxEntropy", "Orleans.Core")]
    [InlineData("FluxEntropy", "TorchSharp")]
    [InlineData("FluxEntropy", "Grpc.Core.Api")]
    [InlineData("FluxEntropy", "FluxEntropy.Grains")]
    [InlineData("FluxEntropy.Models", "Orleans.Core")]
    [InlineData("FluxEntropy.Models", "Grpc.Net.Client")]
    [InlineData("FluxEntropy.Grains", "TorchSharp")]
    [InlineData("FluxEntropy.Grains", "Microsoft.AspNetCore.App")]
    [InlineData("FluxEntropy.Grains", "FluxEntropy.Protocol")]
    [InlineData("FluxEntropy.Grains", "FluxEntropy.Models")]
    [InlineData("FluxEntropy.Server", "libtorch-cpu-linux-x64")]
    [InlineData("FluxEntropy.Server", "FluxEntropy.Cli")]
    [InlineData("FluxEntropy.Analysis", "FluxEntropy.Client")]
    [InlineData("FluxEntropy.Elsewhere", "FluxEntropy")]
    public void WhatAProjectMustNotReferTo_IsFound(string project, string reference) =>
        Assert.Single(ProjectRules.Violations(project, [reference]));

    [Fact]
    public void WhatAProjectMayReferTo_IsNotFound()
    {
        Assert.Empty(ProjectRules.Violations("FluxEntropy.Grains", ["FluxEntropy", "Orleans.Core", "System.Runtime"]));
        Assert.Empty(ProjectRules.Violations("FluxEntropy.Models", ["Google.Protobuf", "TorchSharp"]));
    }
}
