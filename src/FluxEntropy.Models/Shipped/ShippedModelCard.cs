using System.Runtime.InteropServices;
using FluxEntropy.Models.Checkpoints;

namespace FluxEntropy.Models.Shipped;

/// <summary>
/// The README beside the model: what it is, what it learned from, how good it is, how to make it again.
/// </summary>
internal static class ShippedModelCard
{
    internal static void Write(string folder, ShippedModelOptions options, ShippedModelTexts texts, HeldOutLoss loss)
    {
        var spec = ConfigFile.Read(folder);
        var sdk = RuntimeInformation.FrameworkDescription.Split(' ')[^1];
        var layers = $"{spec.Layers} layers, {spec.Hidden} wide, {spec.Layer.Attention.Heads} heads";
        var training = ShippedModel.Geometry(options);
        var rate = $"{training.LearningRate} after {training.WarmupSteps} steps of warm-up,";
        var decay = $"weight decay {training.WeightDecay}, gradient norm clipped at {training.ClipNorm}";
        var arguments = $"--output DIR --steps {options.Steps} --threads {options.Threads}";
        File.WriteAllText(
            Path.Combine(folder, "README.md"),
            $"""
            # flux-1m

            A small language model of technical English, made to try FluxEntropy with: it scores thousands of tokens a second on
            any machine, and tells ordinary documentation from unusual. It is not made to write text.

            | | |
            |---|---|
            | architecture | Llama: {layers}, MLP {spec.Layer.Mlp.Width}, tied head |
            | parameters | {spec.Parameters:N0}, float32 |
            | context | {spec.Context} tokens |
            | tokenizer | byte-level BPE, {spec.Vocabulary:N0} entries; `<|endoftext|>` (id 0) stands before every text |

            ## Data
            The XML documentation of the .NET SDK (packs/*/*/ref/*/*.xml; MIT licence, © .NET Foundation and Contributors): the text
            of each documented member, tags reduced to words, every text once. {texts.Training.Count:N0} texts were trained on;
            {texts.HeldOut.Count:N0}, chosen by the hash of the text, were held out. The tokenizer learned from the training texts alone.

            ## Training
            {options.Steps:N0} steps of AdamW on 8 rows × {training.Time} tokens; learning rate {rate}
            then a cosine down to a tenth; {decay}; seed {options.Seed}, {options.Threads} thread(s).

            ## Held-out loss
            {loss.Documents:N0} documents, {loss.Tokens:N0} tokens, {loss.Bytes:N0} bytes:

            | model | nats a token | bits a byte |
            |---|---|---|
            | flux-1m | {loss.NatsPerToken:F3} | {loss.BitsPerByte:F3} |
            | unigram over the same tokens | {loss.UnigramNatsPerToken:F3} | {loss.UnigramBitsPerByte:F3} |

            ## Make it again
            ```
            dotnet run -c Release --project src/FluxEntropy.Cli -- model train {arguments}
            ```
            The texts are those of the SDK that runs the command (here: that of .NET {sdk}); another SDK gives a slightly different model.
            """.ReplaceLineEndings("\n") + "\n"
        );
    }
}
