namespace Reelway.Hosting.Configuration;

/// <summary>
/// A setting that names a file or folder. A relative one is relative to the folder of the configuration file,
/// or to the current folder when it comes from a variable or the command line; bound, it is absolute.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LocalPathAttribute : Attribute;
