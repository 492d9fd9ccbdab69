namespace Reelway.Connectors;

/// <summary>A setting that can't be used, with a sentence that says what to do.</summary>
/// <param name="Key">The setting's name below <c>connections.NAME</c>.</param>
/// <param name="Sentence">What is wrong with it and what to write instead; never holds a secret's value.</param>
public sealed record SettingProblem(string Key, string Sentence);
