namespace Reelway.Connectors;

/// <summary>One setting of a connector, as forms, help pages and the configuration binder see it.</summary>
/// <param name="Key">Name below <c>connections.NAME</c>: <c>throttle_wait</c>.</param>
/// <param name="Help">What it is for and where its value comes from, in a sentence.</param>
/// <param name="Type">Type of the property that it binds to.</param>
/// <param name="Default">Value that holds when it is not set; null when there is none.</param>
/// <param name="Secret">Stored encrypted, never logged, never returned by the API.</param>
/// <param name="Required">True when a connection can't work without it.</param>
public sealed record SettingField(string Key, string Help, Type Type, object? Default, bool Secret, bool Required);
