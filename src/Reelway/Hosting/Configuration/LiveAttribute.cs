namespace Reelway.Hosting.Configuration;

/// <summary>
/// A setting that may change while the server runs: whoever uses it asks the options each time and keeps no copy. On a group it holds
/// for all that is in it. All other settings count from the next start.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LiveAttribute : Attribute;
