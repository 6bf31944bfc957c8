using FluxEntropy.Models.Architectures;

namespace FluxEntropy.Models.Training.Layers;

/// <summary>Which kinds of layers can be trained; models of others are only scored with.</summary>
internal static class TrainableKinds
{
    internal static bool Hold(TransformerSpec spec) =>
        spec
            is {
                Variation: null,
                EmbeddingScale: null,
                LogitSoftCap: null,
                Layer: { AttentionOutputNorm: null, MlpOutputNorm: null, IsParallel: false, Attention: var attention }
            }
        && attention
            is {
                QueryNorm: null,
                KeyNorm: null,
                Scale: null,
                SoftCap: null,
                Window: null,
                QueryKeyValue: not FusedQueryKeyValueSpec { ByHead: true }
            };
}
