using System.Text.Json;

namespace Reelway.Connectors.OpenText;

/// <summary>What drop-downs offer.</summary>
public sealed partial class OpenTextDam
{
    /// <summary>Ids of all lookup domains.</summary>
    public async Task<IReadOnlyList<string>> DomainsAsync(CancellationToken cancellation)
    {
        var answer = await _client.ReadAsync("list the lookup domains", "lookupdomains", cancellation);
        var list = answer.Root.Member("lookup_domains_resource").Member("lookup_domains");
        return list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(one => one.AsText() ?? one.Text("domainId") ?? one.Text("domain_id")).OfType<string>()]
            : throw _client.Faults.Malformed(answer.Http);
    }

    /// <summary>Values of a lookup domain, expired ones included, in their order.</summary>
    public async Task<IReadOnlyList<DamDomainValue>> DomainAsync(string domainId, CancellationToken cancellation)
    {
        var answer = await _client.ReadAsync($"read lookup domain {domainId}", $"lookupdomains/{Escape(domainId)}", cancellation);
        var domain = answer.Root.Member("lookup_domain_resource").Member("lookup_domain");
        if (domain.ValueKind != JsonValueKind.Object)
        {
            throw _client.Faults.Malformed(answer.Http);
        }

        return
        [
            .. domain.Items("domainValues").Concat(domain.Items("domain_values"))
                .Select(one => (Value: ValueOf(one), Item: one))
                .Where(one => one.Value is not null)
                .Select(one => new DamDomainValue(one.Value!, one.Item.Text("display_value") ?? one.Value!, one.Item.Member("expired_value").ValueKind == JsonValueKind.True)),
        ];
    }

    private static string? ValueOf(JsonElement value) => value.Member("field_value") is { ValueKind: JsonValueKind.Object } holder ? holder.Text("value") : value.Text("field_value");
}
