using Reelway.Connectors;
using Reelway.Frame.Cli;

namespace Reelway.Connections;

/// <summary>What connectors' faults say to people: a connector knows no commands, so the one that helps is added here.</summary>
internal static class FaultWords
{
    /// <summary>What happened, to what, and what to do.</summary>
    public static string Words(this ConnectorException fault) => fault.Remedy switch
    {
        null => fault.Message,
        { Action: RemedyAction.LogIn, Connection: var name } => $"{fault.Message} with \"{ShellCommand.Reelway("connections login", name)}\"",
        var other => throw new InvalidOperationException($"{other} is not handled"),
    };

    /// <summary>Why the connection can't do all that is asked of it; null when it can.</summary>
    public static string? Trouble(this ConnectionCheck check) => check.Fault?.Words() ?? check.Problem;
}
