using FluxEntropy.Benchmarks.Figures;

namespace FluxEntropy.Benchmarks.Provenance;

/// <summary>What <c>flux bench provenance --json</c> prints.</summary>
/// <param name="Documents">Scored documents of the corpus.</param>
/// <param name="Steps">Steps of the run.</param>
/// <param name="Queries">Queries in each direction, one after another.</param>
/// <param name="StepToDocuments">From a step to its documents with their scores.</param>
/// <param name="DocumentToSteps">From a document to its steps.</param>
public sealed record ProvenanceBenchReport(
    int Documents,
    int Steps,
    int Queries,
    Latency StepToDocuments,
    Latency DocumentToSteps
);
