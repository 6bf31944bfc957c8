using FluxEntropy.Engines;
using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Checkpoints;
using FluxEntropy.Models.Families;
using FluxEntropy.Models.Training;

namespace FluxEntropy.Models.Tests.Families;

public sealed class ModelFamiliesTests
{
    public static TheoryData<string> Trainable => [.. ModelFamilies.All.OfType<ITrainableFamily>().Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Trainable))]
    public void What_a_family_writes_it_reads_as_the_same_model(string name)
    {
        var family = ModelFamilies.All.OfType<ITrainableFamily>().Single(family => family.Name == name);
        var spec = family.Create(new ModelSize(Vocabulary: 50, Hidden: 24, Layers: 3, Heads: 2, Context: 17));
        var folder = Directory.CreateTempSubdirectory("flux-family-");
        try
        {
            ConfigFile.Write(Path.Combine(folder.FullName, ConfigFile.Name), spec, bosToken: 3);
            Assert.Equal(spec, ConfigFile.Read(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Every_trainable_family_is_offered_in_a_size_that_can_be_trained()
    {
        var families = typeof(ModelFamilies)
            .Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(ITrainableFamily)));

        var offered = new TorchEngineFactory().Trainable;

        Assert.Equal(families.Count(), offered.Count);
        Assert.All(offered, model =>
        {
            var options = new TrainingOptions
            {
                Architecture = model.Architecture,
                VocabularySize = 50,
                Layers = model.Layers,
                Heads = model.Heads,
                Hidden = model.Hidden,
            };
            Assert.Equal(model.Layers, TrainedModel.Of(options).Layers);
        });
    }

    [Fact]
    public void Names_are_listed_as_a_sentence_has_them() =>
        Assert.Equal("llama, mistral or qwen2", ModelFamilies.Names(ModelFamilies.All.Take(3)));
}
