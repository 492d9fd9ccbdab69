using Reelway.Posts.Importing;

namespace Reelway.Tests.Posts.Importing;

public sealed class PostSheetTests
{
    [Fact]
    public void Rows_are_posts_under_the_names_of_requests_or_of_other_tools()
    {
        var rows = PostSheet.Read("\uFEFFText;Networks_;Date;Reference;text.linkedin;Approve\n\"Owls; and\nbees\";twitter, linkedin;2026-12-01 10:00;owls-1;Bees;yes\n".Replace("Networks_", "platforms", StringComparison.Ordinal));

        var row = Assert.Single(rows);
        Assert.Equal(("Owls; and\nbees", "2026-12-01T10:00", "owls-1", true), (row.Post.Message, row.Post.ScheduledDate, row.Post.ReferenceNumber, row.Post.Approve));
        Assert.Equal(["twitter", "linkedin"], row.Post.Platforms!);
        Assert.Equal("Bees", row.Post.Texts!["linkedin"]);
    }

    [Fact]
    public void A_row_without_a_reference_has_the_same_one_each_time_and_another_row_another_one()
    {
        const string Sheet = "message,platform,scheduledDate\nOwls,twitter,2026-12-01T10:00\nBees,twitter,2026-12-01T10:00\n";
        var (first, second) = (PostSheet.Read(Sheet), PostSheet.Read(Sheet));

        Assert.Equal(first.Select(row => row.Post.ReferenceNumber), second.Select(row => row.Post.ReferenceNumber));
        Assert.NotEqual(first[0].Post.ReferenceNumber, first[1].Post.ReferenceNumber);
        Assert.Equal([2, 3], first.Select(row => row.Line));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("message,colour\nOwls,red\n", "The column \"colour\" is not known")]
    public void A_file_that_is_no_such_table_is_refused(string text, string sentence)
        => Assert.Contains(sentence, Assert.Throws<FormatException>(() => PostSheet.Read(text)).Message, StringComparison.Ordinal);
}
