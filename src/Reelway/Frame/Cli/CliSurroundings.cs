using System.Collections;

namespace Reelway.Frame.Cli;

/// <summary>All that a command sees of the process that it runs in; a test gives its own.</summary>
internal sealed class CliSurroundings
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public required TextReader In { get; init; }

    /// <summary>The environment.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>True when a person reads what goes out.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>True when a person reads what is said, so that a progress bar helps.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>True when a person can answer.</summary>
    public bool InIsTerminal { get; init; }

    /// <summary>Ends the process at once with an exit code.</summary>
    public Action<int> EndProcess { get; init; } = Environment.Exit;

    /// <summary>Asks the desktop, where there is one, to open an address.</summary>
    public Action<Uri> OpenBrowser { get; init; } = static _ => { };

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The wish to stop.</summary>
    public required StopRequests Stop { get; init; }

    /// <summary>Those of this process.</summary>
    public static CliSurroundings OfProcess(StopRequests stop) => Of(
        stop, Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? string.Empty));

    private static CliSurroundings Of(StopRequests stop, Dictionary<string, string> variables) => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        In = Console.In,
        Variables = variables,
        WorkingDirectory = Environment.CurrentDirectory,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        InIsTerminal = !Console.IsInputRedirected,
        OpenBrowser = address => DesktopBrowser.Open(address, variables),
        Stop = stop,
    };
}
