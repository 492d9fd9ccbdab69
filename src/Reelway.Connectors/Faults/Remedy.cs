namespace Reelway.Connectors;

/// <summary>What a person does about a fault with a command. The host knows its commands and words it; it follows on the fault's sentence.</summary>
/// <param name="Connection">The connection that it is done to.</param>
public sealed record Remedy(RemedyAction Action, string Connection);

/// <summary>What is done.</summary>
public enum RemedyAction
{
    /// <summary>Log in to the connection; the sentence ends with "log in" or "log in again".</summary>
    LogIn,
}
