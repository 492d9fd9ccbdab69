namespace Reelway.Configuration;

/// <summary>
/// A setting that names a file or folder. A relative one is relative to the folder of the configuration file,
/// or to the current folder when it comes from a variable or the command line; bound, it is absolute.
/// </summary>
/// <param name="addresses">What values begin with that are no paths, and stay as they are.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LocalPathAttribute(params string[] addresses) : Attribute
{
    /// <summary>Where it lies in the data directory unless it is set; null when it does not lie there.</summary>
    public string? InDataDirectory { get; init; }

    /// <summary>Whether the value names a file or folder.</summary>
    public bool Holds(string value) => !addresses.Any(address => value.StartsWith(address, StringComparison.OrdinalIgnoreCase));
}
