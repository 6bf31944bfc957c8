using System.Text.Json.Nodes;
using FluxEntropy.Engines;

namespace FluxEntropy.Models.Architectures;

/// <summary>A family whose models can be made and trained from nothing.</summary>
internal interface ITrainableFamily : IModelFamily
{
    /// <summary>The size of a model of which none was asked for.</summary>
    TrainableModel Default => new(Name, Layers: 2, Heads: 4, Hidden: 64);

    /// <summary>A model of a given size with the family's usual layers and a tied head.</summary>
    TransformerSpec Create(ModelSize size);

    /// <summary>The family's own fields of config.json, as Hugging Face's classes read them.</summary>
    JsonObject Write(TransformerSpec spec);
}
