namespace Reelway.Frame.Cli;

/// <summary>How a command shows its data.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>The API's own shapes.</summary>
    Json,

    /// <summary>The same as YAML.</summary>
    Yaml,

    /// <summary>Only the ids, a line each, for the next command.</summary>
    Ids,
}
