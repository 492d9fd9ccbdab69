using Reelway.Contracts;
using Reelway.Engine;
using Reelway.Talks;
using Reelway.Talks.Sheets;

namespace Reelway.Tests.Talks;

public sealed class SpeakerDirectoryTests : IDisposable
{
    private const string People =
        """
        First name,Last name,Company,Mail
        Ada,Example,Hen House,ada@example.test
        Bo,Sample,,
        Cy,Twin,One,cy1@example.test
        Cy,Twin,Two,cy2@example.test
        Dee,Same,X,dee@example.test
        Dee,Same,X,DEE@example.test

        """;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everybody_is_found_by_name_and_who_can_not_be_mailed_has_the_reason()
    {
        var people = (await FindAsync(People, "ada  EXAMPLE", "Bo Sample", "Cy Twin", "Dee Same", "Eve Nobody")).People;
        Assert.Equal(["Ada Example", "Bo Sample", "Cy Twin", "Dee Same", "Eve Nobody"], people.Select(each => each.Name));
        Assert.Equal(["ada@example.test", "", "", "dee@example.test", ""], people.Select(each => string.Join(' ', each.Mails)));
        Assert.Equal("Ada", people[0].FirstName);
        Assert.Equal("Hen House", people[0].Company);
        Assert.Equal("Bo Sample has no address in people.csv row 3, column \"Mail\". Add the address there", Assert.Single(people[1].NoMails));
        Assert.Equal("Cy Twin is in people.csv with different addresses, in rows 4 and 5. Make them the same there", Assert.Single(people[2].NoMails));
        Assert.Empty(people[3].NoMails);
        Assert.Equal("Eve Nobody is not in people.csv. Add the address there", Assert.Single(people[4].NoMails));
    }

    [Fact]
    public async Task A_cell_with_an_address_and_with_something_else_gives_both()
    {
        var ada = Assert.Single((await FindAsync("First name,Last name,Mail\nAda,Example,\"a@example.test\nb@example.test.\"\n", "Ada Example")).People);
        Assert.Equal(["a@example.test"], ada.Mails);
        Assert.Equal(
            "In people.csv row 2, column \"Mail\", \"b@example.test.\" is not a mail address: it ends with a dot. Correct the cell", Assert.Single(ada.NoMails));
    }

    [Fact]
    public async Task A_missing_column_names_its_setting()
    {
        var fault = await Assert.ThrowsAsync<FaultException>(() => FindAsync("First name,Last name\nA,B\n", "A B"));
        Assert.Contains("people.csv has no column \"Mail\"", fault.Message, StringComparison.Ordinal);
        Assert.Contains("talks.speaker_columns.mail", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ada Example, Bo Sample,Ada  example", "Ada Example|Bo Sample")]
    [InlineData("Sam King, Jr.; Bo Sample", "Sam King, Jr.|Bo Sample")]
    [InlineData("Ada Example\nBo Sample\r\n", "Ada Example|Bo Sample")]
    [InlineData("", "")]
    [InlineData(" , ,", "")]
    public void A_cell_of_names_is_split_without_repetition(string cell, string names)
        => Assert.Equal(names, string.Join('|', SpeakerNames.Split(cell)));

    private async Task<FoundSpeakers> FindAsync(string people, params string[] names)
    {
        using var csv = new CsvSheet(_folder.Write("people.csv", people), "talks.speakers");
        using var cached = new CachedSheet(csv, TimeProvider.System, TimeSpan.FromHours(1));
        return await new SpeakerDirectory(cached, () => new SpeakerColumns()).FindAsync(names, Cancellation);
    }
}
