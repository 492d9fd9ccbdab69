using System.Runtime.InteropServices;
using Reelway.Frame;
using Reelway.Frame.Doctor;

namespace Reelway.Hosting.Doctor;

/// <summary>Tells what runs here, for whoever is asked for help.</summary>
internal static class VersionChecks
{
    /// <summary>This program and what it runs on.</summary>
    public static IEnumerable<Finding> Look()
    {
        yield return Finding.Ok("reelway", Product.Version);
        yield return Finding.Ok("runtime", $".NET {Environment.Version}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors");
    }
}
