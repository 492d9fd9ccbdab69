namespace Reelway.Frame.Configuration;

/// <summary>
/// A setting that may change while the server runs: whoever uses it takes the section from <see cref="Current{T}"/> for each piece of work and keeps
/// no copy. On a group it holds for all that is in it. All other settings take effect after a restart.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LiveAttribute : Attribute;
