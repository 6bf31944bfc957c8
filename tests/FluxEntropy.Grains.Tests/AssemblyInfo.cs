using FluxEntropy.Grains.Tests.Clusters;

// One cluster for all tests that neither crash nor put its clock forward: each has a corpus of its own.
[assembly: AssemblyFixture(typeof(GrainCluster))]
