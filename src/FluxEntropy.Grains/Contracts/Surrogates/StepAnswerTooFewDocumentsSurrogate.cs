using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary><see cref="StepAnswer.TooFewDocuments"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.StepAnswer.TooFewDocuments")]
internal struct StepAnswerTooFewDocumentsSurrogate;

/// <inheritdoc cref="StepAnswerTooFewDocumentsSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class StepAnswerTooFewDocumentsConverter
    : ShallowCopier<StepAnswer.TooFewDocuments>,
        IConverter<StepAnswer.TooFewDocuments, StepAnswerTooFewDocumentsSurrogate>
{
    public StepAnswer.TooFewDocuments ConvertFromSurrogate(in StepAnswerTooFewDocumentsSurrogate surrogate) => new();

    public StepAnswerTooFewDocumentsSurrogate ConvertToSurrogate(in StepAnswer.TooFewDocuments value) => new();
}
