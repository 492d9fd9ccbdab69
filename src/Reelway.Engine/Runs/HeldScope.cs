namespace Reelway.Engine;

/// <summary>A fault scope that is held up: no step that shares it is begun.</summary>
/// <param name="Sentence">Why, as the runs that wait for it say.</param>
/// <param name="Until">Null: until a person acts.</param>
public sealed record HeldScope(string Scope, string Sentence, DateTimeOffset Since, DateTimeOffset? Until);
