namespace Reelway.Frame.Configuration;

/// <summary>
/// A setting that may change while the server runs: whoever uses it takes the section from <see cref="Current{T}"/>, or from <see cref="Live{T}"/> where it runs as
/// long as the process, and keeps no copy. On a group it holds for all that is in it. All other settings take effect after a restart.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LiveAttribute : Attribute;
