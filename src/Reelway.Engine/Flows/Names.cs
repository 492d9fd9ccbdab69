namespace Reelway.Engine;

/// <summary>Bounds of the names that flows and people give: they are shown in sentences and indexed in databases.</summary>
internal static class Names
{
    private const int Longest = 200;

    /// <exception cref="FaultException">The name can't be used.</exception>
    public static void Check(string? name, string what)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw FaultException.Permanent($"{what} is empty.");
        }

        if (name.Length > Longest)
        {
            throw FaultException.Permanent($"{what} has {name.Length} characters; at most {Longest} are stored: \"{name[..40]}…\".");
        }

        if (name.Any(char.IsControl))
        {
            throw FaultException.Permanent($"{what} has a control character in it.");
        }
    }
}
