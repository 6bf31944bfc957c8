using FluxEntropy.Leasing;

namespace FluxEntropy.Tests.Leasing;

public class WorkAnnouncementsTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_scorer_that_listens_is_told_of_what_is_announced()
    {
        var announcements = new WorkAnnouncements(Start, Memory);
        announcements.Listen("a", 0, Start);
        announcements.Listen("b", 0, Start);
        announcements.Leave("b");
        Assert.Equal(["a"], announcements.Announce("corpus", Start));
    }

    [Fact]
    public void A_scorer_that_listens_late_hears_what_it_missed()
    {
        var announcements = new WorkAnnouncements(Start, Memory);
        var before = announcements.Listen("a", 0, Start).Position;
        announcements.Announce("first", Start);
        announcements.Announce("second", Start);
        var news = announcements.Listen("a", before, Start);
        Assert.Equal((true, 2), (news.IsComplete, news.Corpora.Count));
        Assert.Empty(announcements.Listen("a", news.Position, Start).Corpora);
    }

    [Fact]
    public void A_scorer_that_heard_a_predecessor_may_have_missed_anything()
    {
        var heard = new WorkAnnouncements(Start, Memory).Listen("a", 0, Start).Position;
        var successor = new WorkAnnouncements(Start + Memory, Memory);
        Assert.False(successor.Listen("a", heard, Start + Memory).IsComplete);
    }

    [Fact]
    public void What_was_announced_long_ago_is_forgotten_and_that_is_said()
    {
        var announcements = new WorkAnnouncements(Start, Memory);
        var heard = announcements.Listen("a", 0, Start).Position;
        announcements.Announce("old", Start);
        Assert.Empty(announcements.Announce("new", Start + (2 * Memory)));
        var news = announcements.Listen("a", heard, Start + (2 * Memory));
        Assert.False(news.IsComplete);
        Assert.Equal(["new"], news.Corpora);
    }
}
