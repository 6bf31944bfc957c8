using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Architectures;

/// <summary>
/// What is particular to a family of models: its fields of config.json, the names of its tensors, its layers.
/// </summary>
internal interface IModelFamily
{
    /// <summary>The <c>model_type</c> of its config.json.</summary>
    string Name { get; }

    /// <summary>Reads config.json. What cannot be computed exactly is refused by name, never approximated.</summary>
    /// <exception cref="InvalidDataException">
    /// A field is wrong or asks for something that is not supported; the message names it.
    /// </exception>
    TransformerSpec Read(JsonField config);

    /// <summary>A tensor's name as <see cref="TransformerSpec"/> has it, where files may name it otherwise.</summary>
    string CanonicalName(string name) => name;

    /// <summary>
    /// Whether files may hold a tensor beside the model's own, such as one that every loader computes itself.
    /// </summary>
    bool IsIgnored(string name) => false;
}
