namespace Reelway.Connectors.OpenText;

/// <summary>Whether the account can sign in and see anything.</summary>
internal static class OpenTextCheck
{
    public const string Call = "sign in and list the root folders";

    public static async Task<ConnectionCheck> RunAsync(OpenTextOptions options, ConnectionClients clients, CancellationToken cancellation)
    {
        var roots = await clients.Get<OpenTextDam>().RootsAsync(cancellation);
        return new ConnectionCheck
        {
            Call = Call,
            Identity = $"{options.Account} at {options.Api}; {(roots.Count == 0 ? "no root folder" : $"root folders: {string.Join(", ", roots.Take(10).Select(root => root.Name))}")}",
            Warnings = roots.Count > 0 ? [] : ["The account sees no root folder: give it the right to view the folders of the campaigns."],
        };
    }
}
