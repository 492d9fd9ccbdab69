namespace Reelway.Runs;

/// <summary>What a capability adds to the page of its flow's runs. Registered as a service, so that the runs know no capability.</summary>
/// <param name="Flow">Name of the flow.</param>
/// <param name="Component">A component with the one parameter <c>Run</c>, a <see cref="Engine.RunView"/>. It shows nothing when it has nothing to show.</param>
internal sealed record RunPanel(string Flow, Type Component);
