using Reelway.Contracts;
using Reelway.Contracts.Time;
using Reelway.Scaling.Fields;

namespace Reelway.Tests.Scaling.Fields;

public sealed class DomainCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private readonly ManualClock _clock = new();

    private readonly List<string> _asked = [];

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_domain_is_asked_for_once_and_again_when_it_is_old()
    {
        using var cache = New();
        Assert.Equal("IT ", (await FindAsync(cache))!.Find("italian")!.Value);
        _clock.Advance(TimeSpan.FromHours(23));
        await FindAsync(cache);
        Assert.Equal(["LANGUAGES"], _asked);

        _clock.Advance(TimeSpan.FromHours(1));
        await FindAsync(cache);
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task After_a_start_it_comes_out_of_the_file_as_it_went_in()
    {
        using (var before = New())
        {
            await FindAsync(before);
            await FindAsync(before, "TYPES");
        }

        using var after = New();
        var found = await FindAsync(after);

        Assert.Equal(["LANGUAGES", "TYPES"], _asked);
        Assert.Equal(new LookupValue[] { new("IT ", "Italian"), new("EN", "English", IsExpired: true) }, found!.Values);
        Assert.Null(after.Trouble);
        Assert.Equal([_folder["domains.json"]], Directory.GetFileSystemEntries(_folder.FullPath));
    }

    [Fact]
    public async Task A_lost_file_is_only_a_refresh()
    {
        using (var before = New())
        {
            await FindAsync(before);
        }

        File.Delete(_folder["domains.json"]);
        using var after = New();
        await FindAsync(after);

        Assert.Equal(2, _asked.Count);
        Assert.True(File.Exists(_folder["domains.json"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"LANGUAGES":["it","en"]}""")]
    [InlineData("""{"version":2,"domains":{}}""")]
    [InlineData("""{"version":1,"domains":{"LANGUAGES":null}}""")]
    [InlineData("""{"version":1,"domains":{"LANGUAGES":{"at":"2026-05-04T09:00:00Z","values":null}}}""")]
    [InlineData("""{"version":1,"domains":{"LANGUAGES":{"at":"2026-05-04T09:00:00Z","values":[{"value":null,"display":"x"}]}}}""")]
    [InlineData("""{"version":1,"domains":{"LANGUAGES":{"at":"2036-05-04T09:00:00Z","values":[]}}}""")]
    public async Task What_somebody_else_wrote_or_half_wrote_is_not_used_and_replaced(string content)
    {
        _folder.Write("domains.json", content);
        using var cache = New();

        Assert.Equal(2, (await FindAsync(cache))!.Values.Count);
        Assert.Null(cache.Trouble);

        using var after = New();
        await FindAsync(after);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task A_file_that_is_no_cache_is_left_alone()
    {
        _folder.Write("domains.json", "polling:\n  interval_seconds: 300\n");
        using var cache = New();

        await FindAsync(cache);
        await FindAsync(cache);

        Assert.Single(_asked);
        Assert.Contains($"Lookup domains can't be kept in {_folder["domains.json"]}: ", cache.Trouble, StringComparison.Ordinal);
        Assert.StartsWith("polling:", File.ReadAllText(_folder["domains.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_that_can_t_be_written_costs_no_more_than_the_file()
    {
        Directory.CreateDirectory(_folder["domains.json"]);
        using var cache = New();

        Assert.NotNull(await FindAsync(cache));
        Assert.NotNull(cache.Trouble);
        Assert.Empty(Directory.GetFiles(_folder.FullPath));
    }

    [Fact]
    public async Task What_the_DAM_does_not_have_is_asked_for_again()
    {
        using var cache = New();

        Assert.Null(await cache.FindAsync("NONE", (id, _) => Asked(id, null), Cancellation));
        Assert.Null(await cache.FindAsync("NONE", (id, _) => Asked(id, null), Cancellation));
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task A_DAM_that_fails_fails_the_look_up_and_not_the_next_one()
    {
        using var cache = New();
        await Assert.ThrowsAsync<IOException>(() => cache.FindAsync("LANGUAGES", (_, _) => throw new IOException("no"), Cancellation));

        Assert.NotNull(await FindAsync(cache));
    }

    [Fact]
    public async Task Many_at_once_ask_once()
    {
        using var cache = New();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => FindAsync(cache)));

        Assert.Single(_asked);
    }

    [Fact]
    public async Task Fields_get_the_domains_that_their_mappings_name()
    {
        using var cache = New();
        var mappings = new FieldMappings
        {
            Updates = [new("A", "language_code", ValidateDomain: true), new("B", "language_code", ValidateDomain: true), new("C", "version")],
            Domains = new() { Ids = new Dictionary<string, string> { ["B"] = "LANGUAGES" } },
        };

        var domains = await cache.OfFieldsAsync(mappings, (id, _) => Asked(id, id == "LANGUAGES" ? Languages(id) : null), Cancellation);

        Assert.Equal([("A", null), ("B", "LANGUAGES")], domains.Select(pair => (pair.Key, pair.Value?.Id)));
    }

    private DomainCache New() => new(_folder["domains.json"], TimeSpan.FromHours(24), _clock);

    private Task<LookupDomain?> FindAsync(DomainCache cache, string id = "LANGUAGES") => cache.FindAsync(id, (asked, _) => Asked(asked, Languages(asked)), Cancellation);

    private async Task<LookupDomain?> Asked(string id, LookupDomain? answer)
    {
        lock (_asked)
        {
            _asked.Add(id);
        }

        await Task.Yield();
        return answer;
    }

    private static LookupDomain Languages(string id) => new(id, [new("IT ", "Italian"), new("EN", "English", IsExpired: true)]);
}
