namespace Reelway.Sandbox.Tests.Facebook;

public sealed class FacebookResidentTests : SandboxResidentContract
{
    private int _posts;

    public override string Name => "facebook";

    protected override int RefusedStatus => 400;

    protected override IReadOnlyList<string> Secrets => [GraphCaller.PageToken, GraphCaller.UserToken, GraphCaller.ShortUserToken, "sandbox-app-secret"];

    internal override async Task<int> CallAsync(SandboxHttp http, bool isKnown)
        => (await new GraphCaller(http, isKnown ? GraphCaller.PageToken : "EAAStranger").PostAsync(GraphCaller.PageId + "/feed", ("message", $"post {++_posts}"))).Status;
}
