namespace Reelway.Configuration;

/// <summary>
/// A setting that may change while the server runs: whoever uses it asks for the section when a piece of work begins, and keeps no copy. On a group it holds for
/// all that is in it. All other settings take effect after a restart.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LiveAttribute : Attribute;
