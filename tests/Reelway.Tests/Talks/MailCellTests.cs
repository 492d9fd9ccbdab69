using FsCheck;
using FsCheck.Fluent;
using Reelway.Connectors.Mail;
using Reelway.Talks;

namespace Reelway.Tests.Talks;

public sealed class MailCellTests
{
    [Theory]
    [InlineData("a@example.org", "a@example.org")]
    [InlineData("a@example.org\nb@example.org", "a@example.org b@example.org")]
    [InlineData("a@example.org\r\nb@example.org\r\n", "a@example.org b@example.org")]
    [InlineData("a@example.org, b@example.org", "a@example.org b@example.org")]
    [InlineData("a@example.org;b@example.org;", "a@example.org b@example.org")]
    [InlineData(";, a@example.org ,,", "a@example.org")]
    [InlineData("a@example.org b@example.org", "a@example.org b@example.org")]
    [InlineData("a@example.org | b@example.org", "a@example.org b@example.org")]
    [InlineData("a@example.org\u00A0", "a@example.org")]
    [InlineData("\u200Ba@exam\u00ADple.org\uFEFF", "a@example.org")]
    [InlineData("a@example.org, A@Example.ORG", "a@example.org")]
    [InlineData("Ada Example <a@example.org>", "a@example.org")]
    [InlineData("\"Example, Ada\" <a@example.org>; Bo <b@example.org>", "a@example.org b@example.org")]
    [InlineData("Example, Ada <a@example.org>, b@example.org", "a@example.org b@example.org")]
    [InlineData("<a@example.org>", "a@example.org")]
    [InlineData("mailto:a@example.org", "a@example.org")]
    [InlineData("MailTo:a%2Bb@example.org?subject=Hello%0aworld", "a+b@example.org")]
    [InlineData("'a@example.org'", "a@example.org")]
    [InlineData("a@bücher.example, a@xn--bcher-kva.example", "a@xn--bcher-kva.example")]
    [InlineData("a@BÜCHER.example", "a@xn--bcher-kva.example")]
    [InlineData("žofie@example.org", "žofie@example.org")]
    [InlineData("o'brien+talks@mail.example.org", "o'brien+talks@mail.example.org")]
    public void A_cell_is_read_as_the_addresses_that_a_person_wrote(string cell, string addresses)
    {
        var read = MailCell.Read(cell);
        Assert.Equal(addresses, string.Join(' ', read.Addresses));
        Assert.Empty(read.Refused);
    }

    [Theory]
    [InlineData("a@example.org.", "", "\"a@example.org.\" is not a mail address: it ends with a dot")]
    [InlineData("ada at example", "", "\"ada at example\" is not a mail address: it holds a space or a control character")]
    [InlineData("a@example.org, unknown", "a@example.org", "\"unknown\" is not a mail address: it has no @")]
    [InlineData("unknown, a@example.org", "a@example.org", "\"unknown\" is not a mail address: it has no @")]
    [InlineData("a@example..org", "", "\"a@example..org\" is not a mail address: a dot stands at the beginning or twice in a row after the @")]
    [InlineData("a@exa_mple.org", "", "\"a@exa_mple.org\" is not a mail address: \"exa_mple.org\" can't be the name of a host")]
    [InlineData("a@b@example.org", "", "\"a@b@example.org\" is not a mail address: it has more than one @")]
    [InlineData("a@example.org\nBcc: b@example.org", "a@example.org", "\"Bcc: b@example.org\" is not a mail address: it holds a space or a control character")]
    [InlineData("mailto:a@example.org%0d%0aBcc:b@example.org", "", "\"mailto:a@example.org%0d%0aBcc:b@example.org\" is not a mail address: it holds a space or a control character")]
    [InlineData("Ada <a@example.org> Bo", "", "\"Ada <a@example.org> Bo\" is not a mail address: it holds a space or a control character")]
    public void What_is_no_address_is_refused_with_its_reason_and_the_others_count(string cell, string addresses, string refused)
    {
        var read = MailCell.Read(cell);
        Assert.Equal(addresses, string.Join(' ', read.Addresses));
        Assert.Equal(refused, Assert.Single(read.Refused));
    }

    [Fact]
    public void Whatever_a_cell_holds_each_address_of_it_can_be_mailed_and_none_stands_twice()
        => Prop.ForAll<NonNull<string>>(text =>
        {
            var read = MailCell.Read(text.Get + ",x@example.org;" + text.Get);
            return read.Addresses.Distinct(StringComparer.OrdinalIgnoreCase).Count() == read.Addresses.Count && read.Addresses.All(OutgoingMail.IsAddress);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("a b", "a b", "a=a b=b")]
    [InlineData("a !x", "a x", "a=a !x=x")]
    [InlineData("a !x", "x", "a= !x=x")]
    [InlineData("a !x", "a", "a=a !x=")]
    [InlineData("!x", "x y", "!x=x,y")]
    [InlineData("!x !y", "x y z", "!x=x !y=y,z")]
    [InlineData("a b", "a c", "a=a b=c")]
    [InlineData("a", "", "a=a")]
    [InlineData("a b", "b c", "a=c b=b")]
    public void A_corrected_cell_gives_each_of_its_new_addresses_to_one_of_the_steps_that_lost_theirs(string journal, string now, string expected)
    {
        var all = journal.Split(' ').Select((mail, index) => new Recipient(mail[0] == '!' ? null : mail, ["Ada"], mail[0] == '!' ? index + 1 : 1)).ToList();
        Speaker[] readers = [new("Ada", "Ada", "", now.Split(' ', StringSplitOptions.RemoveEmptyEntries), [])];

        var given = all.Select(each => string.Join(',', CurrentAddresses.Of(each, all, readers)));

        Assert.Equal(expected, string.Join(' ', journal.Split(' ').Zip(given, (step, addresses) => $"{step}={addresses}")));
    }
}
