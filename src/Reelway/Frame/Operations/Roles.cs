namespace Reelway.Frame.Operations;

/// <summary>What a person is here for. Each may do all that the ones before it may.</summary>
internal enum Role
{
    /// <summary>Looks.</summary>
    Viewer,

    /// <summary>Follows what is published, and decides about it.</summary>
    Producer,

    /// <summary>Keeps the server and its connections running.</summary>
    Operator,

    /// <summary>Says who may do what.</summary>
    Admin,
}

/// <summary>The words for roles.</summary>
internal static class Roles
{
    /// <summary>The roles from the least to the greatest.</summary>
    public static IReadOnlyList<Role> All { get; } = Enum.GetValues<Role>();

    /// <summary>The word for it outside.</summary>
    public static string Word(this Role role) => role.ToString().ToLowerInvariant();

    /// <summary>Reads that word; null when it is none.</summary>
    public static Role? Read(string? word) => All.Where(role => role.Word() == word).Select(role => (Role?)role).SingleOrDefault();
}
