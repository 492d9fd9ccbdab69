namespace Reelway.Sandbox.Tests.OpenText;

public sealed class OpenTextResidentTests : SandboxResidentContract
{
    private string _token = "";

    public override string Name => "opentext";

    protected override int RefusedStatus => 401;

    protected override string Match => """{"path":"*/otmmapi/*"}""";

    protected override string Path => "/opentext/otmmapi/v6/assets";

    protected override IReadOnlyList<string> Secrets => ["sandbox-otds-secret", "sandbox-dam-password", _token];

    internal override async Task PrepareAsync(SandboxHttp http) => _token = await OpenTextCaller.TokenAsync(http);

    internal override async Task<int> CallAsync(SandboxHttp http, bool isKnown)
    {
        var folder = http.Server.OpenText.Children(http.Server.OpenText.Campaigns[0].Id)[^1];
        using var answer = await OpenTextCaller.ImportAsync(http, isKnown ? _token : "other", folder.Id, "spot_IT.mp4");
        return (int)answer.StatusCode;
    }
}
