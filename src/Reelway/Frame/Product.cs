using System.Reflection;

namespace Reelway.Frame;

/// <summary>What this program is.</summary>
internal static class Product
{
    /// <summary>The version that was built.</summary>
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
