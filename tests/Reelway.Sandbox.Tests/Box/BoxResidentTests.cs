namespace Reelway.Sandbox.Tests.Box;

public sealed class BoxResidentTests : SandboxResidentContract
{
    private BoxCaller _caller = null!;
    private int _files;

    public override string Name => "box";

    protected override string Match => """{"path":"/api/2.0/files/content"}""";

    protected override int RefusedStatus => 401;

    protected override IReadOnlyList<string> Secrets => [_caller.Token, BoxCaller.Secret, "sandbox-box-primary-key", "sandbox-box-secondary-key", "PRIVATE KEY"];

    protected override string Path => "/box/api/2.0/files/content";

    internal override async Task PrepareAsync(SandboxHttp http)
    {
        _caller = new BoxCaller(http);
        await _caller.LogInAsync();
    }

    internal override async Task<int> CallAsync(SandboxHttp http, bool isKnown)
    {
        var caller = isKnown ? _caller : new BoxCaller(http);
        var answer = await caller.UploadAsync($"file {++_files}.txt", "Hello"u8.ToArray());
        return answer.Status == 201 ? 200 : answer.Status;
    }
}
