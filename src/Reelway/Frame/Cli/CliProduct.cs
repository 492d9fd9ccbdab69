using Reelway.Frame.Configuration;

namespace Reelway.Frame.Cli;

/// <summary>What commands need of the whole program, whose parts they don't know.</summary>
/// <param name="Catalog">Every setting there is.</param>
/// <param name="OpenHere">The API of the server that has the data directory; when there is none, that of this process for the time of a command.</param>
internal sealed record CliProduct(SettingsCatalog Catalog, Func<Settings, CliConsole, CliSurroundings, CancellationToken, Task<ApiAccess>> OpenHere);
