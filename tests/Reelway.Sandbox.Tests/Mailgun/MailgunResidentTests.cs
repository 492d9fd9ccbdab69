using System.Text;

namespace Reelway.Sandbox.Tests.Mailgun;

public sealed class MailgunResidentTests : SandboxResidentContract
{
    public override string Name => "mailgun";

    protected override int RefusedStatus => 401;

    protected override IReadOnlyList<string> Secrets => ["key-sandbox"];

    internal override async Task<int> CallAsync(SandboxHttp http, bool isKnown)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["from"] = "a@mg.example.org", ["to"] = "jane@example.org", ["text"] = "Hello" });
        var login = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(isKnown ? "api:key-sandbox-mailgun-sending" : "api:other"));
        using var answer = await http.SendAsync(HttpMethod.Post, "/mailgun/us/v3/mg.example.org/messages", form, authorization: login);
        return (int)answer.StatusCode;
    }
}
