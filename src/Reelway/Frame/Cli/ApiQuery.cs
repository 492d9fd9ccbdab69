namespace Reelway.Frame.Cli;

/// <summary>Addresses with queries.</summary>
internal static class ApiQuery
{
    /// <summary>A path with the parameters that have a value, percent-encoded.</summary>
    public static string Of(string path, params (string Name, string? Value)[] parameters)
    {
        var query = string.Join('&', parameters.Where(parameter => !string.IsNullOrEmpty(parameter.Value))
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }
}
