namespace FluxEntropy.Server.Tests.Contracts;

public class PinnedContractTests
{
    private static readonly PinnedContract Pinned = new(
        "file",
        new Dictionary<string, string>
        {
            ["message A / 1"] = "string name",
            ["message A / 2"] = "uint64 rows",
            ["message B / 1"] = "string name",
            ["message C"] = PinnedContract.NoFields,
            ["service S / Get"] = "A returns B",
        }
    );

    [Fact]
    public void What_is_the_same_breaks_and_adds_nothing()
    {
        Assert.Empty(Pinned.Broken(Pinned.Members));
        Assert.Empty(Pinned.Added(Pinned.Members));
    }

    [Fact]
    public void A_member_that_is_gone_is_removed() =>
        Assert.Equal(["removed: service S / Get 'A returns B'"], Pinned.Broken(Without("service S / Get")));

    [Fact]
    public void A_number_that_means_something_else_is_changed() =>
        Assert.Equal(
            ["changed: message A / 2 was 'uint64 rows' and is 'uint32 rows'"],
            Pinned.Broken(With("message A / 2", "uint32 rows"))
        );

    [Fact]
    public void A_field_under_another_number_is_renumbered_within_its_message_only()
    {
        var members = Without("message A / 1", "message B / 1");
        members["message A / 3"] = "string name";
        Assert.Equal(
            ["renumbered: message A / 1 'string name' is message A / 3 now", "removed: message B / 1 'string name'"],
            Pinned.Broken(members)
        );
    }

    [Fact]
    public void A_member_that_is_new_is_added_and_breaks_nothing()
    {
        var members = With("message A / 3", "string reason");
        Assert.Empty(Pinned.Broken(members));
        Assert.Equal(["added: message A / 3: string reason"], Pinned.Added(members));
    }

    [Fact]
    public void A_first_field_is_added_to_a_message_that_had_none_and_such_a_message_may_not_go()
    {
        var members = Without("message C");
        Assert.Equal(["removed: message C 'no fields'"], Pinned.Broken(members));
        members["message C / 1"] = "string after";
        Assert.Empty(Pinned.Broken(members));
    }

    private static Dictionary<string, string> With(string member, string what) =>
        new(Pinned.Members) { [member] = what };

    private static Dictionary<string, string> Without(params string[] members) =>
        Pinned.Members.Where(member => !members.Contains(member.Key)).ToDictionary();
}
