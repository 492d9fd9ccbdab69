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

/// <summary>Which role has which right. This table is all there is: the guide's table is made of it.</summary>
internal static class Roles
{
    /// <summary>Every right with the least role that has it, and what it allows.</summary>
    public static IReadOnlyList<(string Right, Role Least, string Text)> Table { get; } =
    [
        ("runs:read", Role.Viewer, "See runs, their steps and logs"),
        ("runs:write", Role.Producer, "Retry, replay, cancel, put aside and decide runs"),
        ("runs:start", Role.Operator, "Start any flow with any input"),
        ("runs:purge", Role.Operator, "Archive runs and remove them"),
        ("workers:read", Role.Viewer, "See which processes work"),
        ("metrics:read", Role.Viewer, "Read the figures at /metrics"),
        ("talks:read", Role.Viewer, "See talks, their pages and pictures"),
        ("talks:write", Role.Producer, "Hand in, adopt, assign, accept and release talks"),
        ("posts:read", Role.Viewer, "See posts"),
        ("posts:write", Role.Producer, "Schedule, move and cancel posts, and say that one is out"),
        ("page-keys:read", Role.Admin, "Take the access keys of pages out"),
        ("page-keys:write", Role.Admin, "Bring access keys of pages in"),
        ("schedules:read", Role.Viewer, "See schedules"),
        ("schedules:write", Role.Operator, "Run, pause and resume schedules"),
        ("connections:read", Role.Viewer, "See connections and how they are"),
        ("connections:write", Role.Operator, "Test, pause, resume and log in to connections"),
        ("events:read", Role.Viewer, "See events and who gets them"),
        ("events:write", Role.Operator, "Hold subscribers, and bring them events again"),
        ("webhooks:read", Role.Operator, "See webhook endpoints and what was sent to them"),
        ("webhooks:write", Role.Operator, "Add, change, test and remove webhook endpoints"),
        ("incoming:read", Role.Operator, "See what came in from outside, what was refused, and links for people without an account"),
        ("incoming:write", Role.Operator, "Take deliveries again, revoke links"),
        ("audit:read", Role.Operator, "See who has done what, and export it"),
        ("me:read", Role.Viewer, "See oneself"),
        ("me:write", Role.Viewer, "Change one's own password, sign out everywhere"),
        ("people:read", Role.Admin, "See who may sign in"),
        ("people:write", Role.Admin, "Add people, give roles, disable and enable people"),
        ("keys:read", Role.Admin, "See who has which keys"),
        ("keys:write", Role.Admin, "Create and revoke keys"),
    ];

    private static readonly Dictionary<string, Role> Least = Table.ToDictionary(row => row.Right, row => row.Least, StringComparer.Ordinal);

    /// <summary>The roles from the least to the greatest.</summary>
    public static IReadOnlyList<Role> All { get; } = Enum.GetValues<Role>();

    /// <summary>The least role that has a right. A right that nobody has put into the table is an admin's.</summary>
    public static Role LeastFor(Right right) => Least.GetValueOrDefault(right.Name, Role.Admin);

    /// <summary>True when a role has a right.</summary>
    public static bool Has(this Role role, Right right) => role >= LeastFor(right);

    /// <summary>The word for it outside.</summary>
    public static string Word(this Role role) => role.ToString().ToLowerInvariant();

    /// <summary>Reads that word; null when it is none.</summary>
    public static Role? Read(string? word) => All.Where(role => role.Word() == word).Select(role => (Role?)role).SingleOrDefault();
}
