using FluxEntropy.Server.Services;

namespace FluxEntropy.Server.Tests.Services;

public sealed class ServerPathsTests
{
    [Theory]
    [InlineData("'/srv/flux/corpora/a/corpus.json' is damaged", "'corpora/a/corpus.json' is damaged")]
    [InlineData("cannot write to /srv/flux: read-only", "cannot write to the data folder: read-only")]
    [InlineData("ids[1]: 'a/b' is unknown", "ids[1]: 'a/b' is unknown")]
    public void Files_of_the_data_folder_are_named_from_there(string text, string said) =>
        Assert.Equal(said, ServerPaths.Hide("/srv/flux", text));

    [Theory]
    [InlineData("Could not find file '/home/someone/models/a/config.json'.", "Could not find file '…/config.json'.")]
    [InlineData("Access to the path '/tmp/x' is denied.", "Access to the path '…/x' is denied.")]
    [InlineData("No space left on device : '/srv/flux/log'", "No space left on device : '…/log'")]
    [InlineData("see http://example.org/a/b, 3/4 and corpora/a/b", "see http://example.org/a/b, 3/4 and corpora/a/b")]
    public void Other_files_are_named_by_their_last_name_alone(string text, string said) =>
        Assert.Equal(said, ServerPaths.Shorten(text));
}
