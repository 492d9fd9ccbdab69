namespace Wrong;

internal sealed class ListsRuns
{
    public const string Count = "SELECT count(*) FROM run";

    public static string Named(string name) => $"""
        UPDATE run SET name = '{name}'
        """;

    public static async Task<string> LaterAsync()
    {
        await Task.Yield();
        return "DELETE FROM run";
    }
}

internal sealed class RunStore
{
    public static string All() => "SELECT id FROM run";
}

internal sealed class HttpVerbs
{
    public static IReadOnlyList<string> All() => ["DELETE", "UPDATE", "Select a file", "Create the folder first"];
}
