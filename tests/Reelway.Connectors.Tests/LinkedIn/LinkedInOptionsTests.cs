using Reelway.Connectors.LinkedIn;
using Reelway.Connectors.Tests.Settings;

namespace Reelway.Connectors.Tests.LinkedIn;

public sealed class LinkedInOptionsTests
{
    [Theory]
    [InlineData(null, null, true)]
    [InlineData("5515715", "urn:li:organization:5515715", false)]
    [InlineData("urn:li:organization:5515715", "urn:li:organization:5515715", false)]
    [InlineData("urn:li:person:782bbta-Q_", "urn:li:person:782bbta-Q_", true)]
    public void An_author_is_an_organisation_or_a_person(string? author, string? urn, bool isPerson)
    {
        var options = new LinkedInOptions { Author = author };

        Assert.Equal((urn, isPerson), (options.AuthorUrn, options.IsPerson));
        Assert.Empty(OptionProblems.Of(options));
    }

    [Theory]
    [InlineData("Fernwood")]
    [InlineData("urn:li:share:1")]
    [InlineData("urn:li:organization:1/../posts")]
    public void Anything_else_is_refused(string author) => Assert.Single(OptionProblems.Of(new LinkedInOptions { Author = author }));

    [Fact]
    public void An_app_is_set_whole() => Assert.Single(OptionProblems.Of(new LinkedInOptions { ClientId = "86" }));
}
