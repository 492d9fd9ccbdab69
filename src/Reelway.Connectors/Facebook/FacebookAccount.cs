namespace Reelway.Connectors.Facebook;

/// <summary>What a connection reaches.</summary>
/// <param name="UserFault">Why the user's token is refused; null when it is not, or there is none.</param>
internal sealed record FacebookAccount(IReadOnlyList<FacebookPage> Pages, ConnectorException? UserFault);
