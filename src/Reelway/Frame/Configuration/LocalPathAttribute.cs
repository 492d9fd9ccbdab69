namespace Reelway.Frame.Configuration;

/// <summary>
/// A setting that names a file or folder. A relative one is relative to the folder of the configuration file,
/// or to the current folder when it comes from a variable or the command line; bound, it is absolute.
/// </summary>
/// <param name="addresses">What values begin with that are no paths, and stay as they are.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LocalPathAttribute(params string[] addresses) : Attribute
{
    /// <summary>Whether the value names a file or folder.</summary>
    public bool Holds(string value) => !addresses.Any(address => value.StartsWith(address, StringComparison.OrdinalIgnoreCase));
}
