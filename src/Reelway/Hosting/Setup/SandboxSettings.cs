using Reelway.Sandbox;

namespace Reelway.Hosting.Setup;

/// <summary>A configuration whose outside world is the sandbox.</summary>
internal static class SandboxSettings
{
    /// <summary>A whole file: with what its parts name beside it a talk goes all the way, and no account is needed.</summary>
    public static string Whole(SandboxServer sandbox, SandboxOptions accounts) => $"""
        # A server that takes the sandbox for the outside world. "reelway sandbox" prints this file, --write FILE writes it.
        # What the sandbox receives: {sandbox.HttpUrl}_sandbox. How to use both: docs/guides/try-it.md. Relative paths are relative to this file.

        data:
          directory: data

        {string.Join('\n', Capabilities.All.Select(part => part.SandboxSample(accounts)).Where(sample => sample.Length > 0))}
        connections:
        {sandbox.Connections()}

        """.ReplaceLineEndings("\n");
}
