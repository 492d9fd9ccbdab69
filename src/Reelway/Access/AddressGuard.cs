using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>Without a key, and without anybody who can sign in, the server is for this machine only: checks the addresses wanted, and then the ones really bound.</summary>
/// <remarks>
/// Both, because other configuration (<c>Kestrel:Endpoints</c>, a name that Kestrel binds as "any") can change what is bound.
/// <see cref="Door"/> refuses whatever comes in between the two.
/// </remarks>
/// <param name="setting">Where the addresses wanted come from.</param>
internal sealed class AddressGuard(IServer server, ServerOptions options, Door door, string setting) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken) => Check(options.Urls, await door.LookAsync(cancellationToken));

    public async Task StartedAsync(CancellationToken cancellationToken)
        => Check(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [], await door.LookAsync(cancellationToken));

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Check(IEnumerable<string> addresses, bool isOpen)
    {
        foreach (var address in addresses)
        {
            var host = HostOf(address);
            if (isOpen && !IsThisMachine(host))
            {
                throw new UnsafeAddressException(
                    $"{setting}: {address} can be reached from other machines, which needs a key or a person: set server.api_key, add yourself with \"reelway people add NAME --role admin\", or listen on http://127.0.0.1 only.");
            }
        }
    }

    private string HostOf(string address)
    {
        BindingAddress parsed;
        try
        {
            parsed = BindingAddress.Parse(address);
        }
        catch (FormatException)
        {
            throw new UnsafeAddressException($"{setting}: \"{address}\" is not an address to listen on; write it like http://127.0.0.1:5080.");
        }

        if (!parsed.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase) && !parsed.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase))
        {
            throw new UnsafeAddressException($"{setting}: \"{address}\" must begin with http:// or https://.");
        }

        return parsed.Host;
    }

    /// <summary>A unix socket is reached through the file system, so only from this machine.</summary>
    private static bool IsThisMachine(string host)
        => host.StartsWith("unix:/", StringComparison.Ordinal) || HostNames.IsLoopback(host);
}
