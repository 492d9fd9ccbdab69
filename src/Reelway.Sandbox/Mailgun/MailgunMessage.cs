namespace Reelway.Sandbox.Mailgun;

/// <summary>A message that was taken.</summary>
/// <param name="Region">Where it was handed in: <c>us</c> or <c>eu</c>.</param>
/// <param name="Id">With angle brackets.</param>
/// <param name="To">Recipients, without names.</param>
/// <param name="Headers">What was sent as <c>h:</c>.</param>
/// <param name="Variables">What was sent as <c>v:</c>.</param>
/// <param name="IsTest">True for one that is taken and never delivered.</param>
/// <param name="Parts">Names of the attached files.</param>
public sealed record MailgunMessage(
    long Number, DateTimeOffset At, string Region, string Domain, string Id, string From, IReadOnlyList<string> To, string Subject, string? Text,
    string? Html, IReadOnlyDictionary<string, string> Headers, IReadOnlyDictionary<string, string> Variables, IReadOnlyList<string> Tags, bool IsTest,
    IReadOnlyList<string> Parts);
