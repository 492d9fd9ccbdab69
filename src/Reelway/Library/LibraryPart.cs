using System.CommandLine;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Library.Commands;

namespace Reelway.Library;

/// <summary>Library: media files, looked at and cut by hand.</summary>
internal sealed class LibraryPart : Part
{
    public override IEnumerable<Command> Commands(CliContext cli) => [MediaCommands.Create(cli)];
}
