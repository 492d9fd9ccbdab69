using Reelway.Engine;

namespace Reelway.Runs;

/// <summary>Finds runs by what a capability knows of them and the engine does not, such as the titles of talks. Registered as a service.</summary>
/// <param name="Find">The newest runs that a text finds, a limited number of them.</param>
internal sealed record RunSearch(Func<string, CancellationToken, Task<IReadOnlyList<RunId>>> Find);
