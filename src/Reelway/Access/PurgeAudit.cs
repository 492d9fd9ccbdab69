using System.Globalization;
using Reelway.Engine;
using Reelway.Frame.Audit;
using Reelway.Frame.Configuration;
using Reelway.Frame.Schedules;

namespace Reelway.Access;

/// <summary>Removes what the audit log has kept for as long as <c>access.keep_audit</c> says.</summary>
[Flow("audit.purge")]
internal sealed class PurgeAudit(AuditStore audit, Current<AccessOptions> current) : IFlow<ScheduledSlot, PurgedAudit>
{
    /// <inheritdoc/>
    public async Task<PurgedAudit> RunAsync(ScheduledSlot input, IRun run)
        => new(await run.StepAsync("purge", async step =>
        {
            var age = current.Value.KeepAudit;
            var purged = age > TimeSpan.Zero ? await audit.PurgeAsync(age, step.Cancellation) : 0;
            step.Log(RunLogLevel.Info, string.Create(CultureInfo.InvariantCulture, $"{purged} entries of the audit log were removed."));
            return purged;
        }));
}

/// <summary>How much was removed.</summary>
internal sealed record PurgedAudit(long Purged);
