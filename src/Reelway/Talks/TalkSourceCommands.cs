using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Frame.Cli;
using Reelway.Frame.Doctor;
using Reelway.Intake;

namespace Reelway.Talks;

/// <summary><c>talks source check</c>: whether new recordings would be announced.</summary>
internal static class TalkSourceCommands
{
    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli) => CliContext.Noun("source", "Where recordings come from.", Check(cli));

    private static Command Check(CliContext cli) => cli.Verb(
        "check", "Looks at the queues and the notifications of their buckets, and says what is missing; exit code 1 when recordings would not be announced.",
        "reelway talks source check\nreelway talks source check --json", [], async call =>
        {
            using var http = new ConnectorHttp(call.Surroundings.Clock, NullLoggerFactory.Instance);
            using var pool = new ConnectionPool(call.Settings.Connections, http, NullLoggerFactory.Instance, call.Surroundings.Clock);
            var check = new QueueCheck(call.Settings.Get<IntakeOptions>(), pool);
            return FindingList.Show(call, await check.LookAsync(call.Cancellation));
        });
}
