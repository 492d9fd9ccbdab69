using Reelway.Sandbox.Tests.Aws;

namespace Reelway.Sandbox.Tests.Scheduler;

public sealed class SchedulerResidentTests : SandboxResidentContract
{
    public override string Name => "scheduler";

    protected override int RefusedStatus => 403;

    protected override IReadOnlyList<string> Secrets => ["sandbox/secret+"];

    protected override string Path => "/scheduler/schedules/a";

    internal override async Task<int> CallAsync(SandboxHttp http, bool isKnown)
    {
        var caller = isKnown ? AwsCaller.Scheduler(http) : new AwsCaller(http, "scheduler") { Secret = "other" };
        return (await caller.RestAsync(HttpMethod.Post, $"/scheduler/schedules/{Guid.NewGuid():n}", body: SchedulerTests.Body("at(2030-01-01T00:00:00)"))).Status;
    }
}
