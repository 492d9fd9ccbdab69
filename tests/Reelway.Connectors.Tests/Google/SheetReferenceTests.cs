using Reelway.Connectors.Google;

namespace Reelway.Connectors.Tests.Google;

public sealed class SheetReferenceTests
{
    private const string Id = "1AbC-dEf_2345678901234567890123456789012345z";

    [Theory]
    [InlineData(Id, Id, null)]
    [InlineData("https://docs.google.com/spreadsheets/d/" + Id + "/edit?gid=42#gid=42", Id, 42)]
    [InlineData("https://docs.google.com/spreadsheets/d/" + Id, Id, null)]
    [InlineData("https://docs.google.com/spreadsheets/u/1/d/" + Id + "/edit#gid=0", Id, 0)]
    [InlineData("https://docs.google.com/a/example.org/spreadsheets/d/" + Id + "/view?usp=sharing", Id, null)]
    [InlineData("docs.google.com/spreadsheets/d/" + Id + "/edit#gid=99999999999", Id, null)]
    [InlineData(" WS_16_Speakers ", null, null)]
    [InlineData("Talks: 2026/27", null, null)]
    public void A_sheet_is_named_by_id_address_or_title(string text, string? id, int? tab)
    {
        var found = SheetReference.Parse(text);

        Assert.Equal((text.Trim(), id, tab), (found!.Text, found.Id, found.TabId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("https://docs.google.com/spreadsheets/d/e/2PACX-1vQabcdefghijklmnop/pubhtml")]
    [InlineData("https://docs.google.com/document/d/" + Id + "/edit")]
    [InlineData("https://evil.test/?docs.google.com/spreadsheets/d/" + Id)]
    public void Another_address_names_no_sheet(string text) => Assert.Null(SheetReference.Parse(text));
}
