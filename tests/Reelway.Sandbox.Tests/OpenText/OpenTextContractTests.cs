using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Reelway.Sandbox.OpenText;

namespace Reelway.Sandbox.Tests.OpenText;

/// <summary>The stand-in against requests as they are published: what breaks naive clients.</summary>
public sealed class OpenTextContractTests : IAsyncLifetime
{
    private const string Status = "CAMPAIGN STATUS";

    private readonly ManualTime _time = new();
    private SandboxHttp _http = null!;
    private string _token = "";

    public async ValueTask InitializeAsync()
    {
        _http = await SandboxHttp.StartAsync(new SandboxOptions { Time = _time, OpenText = new OpenTextSandboxOptions { Campaigns = 3, Masters = 5 } });
        _token = await OpenTextCaller.TokenAsync(_http);
    }

    public async ValueTask DisposeAsync() => await _http.DisposeAsync();

    [Fact]
    public async Task Campaigns_are_folders_with_masters_and_a_folder_for_what_comes_back()
    {
        var campaigns = await ChildrenAsync((await ChildrenAsync((await RootAsync()).GetProperty("asset_id").GetString()!))[0].GetProperty("asset_id").GetString()!);

        Assert.Equal(["CAMPAIGN_001", "CAMPAIGN_002", "CAMPAIGN_003"], campaigns.Select(Name));
        Assert.All(campaigns, campaign => Assert.True(campaign.TryGetProperty("container_type_id", out _)));
        var inside = await ChildrenAsync(Id(campaigns[1]));
        Assert.Equal(["Final Assets", "Master Assets"], inside.Select(Name));
        var masters = await ChildrenAsync(Id(inside[1]));
        Assert.Equal(5, masters.Count);
        Assert.All(masters, master => Assert.Matches("^[0-9a-f]{40}$", Id(master)));
    }

    [Fact]
    public async Task Metadata_comes_only_with_a_load_type_and_stands_in_categories()
    {
        var master = Master;

        var bare = (await OpenTextCaller.GetAsync(_http, _token, $"assets/{master.Id}")).GetProperty("asset_resource").GetProperty("asset");
        var full = (await OpenTextCaller.GetAsync(_http, _token, $"assets/{master.Id}?load_type=metadata")).GetProperty("asset_resource").GetProperty("asset");

        Assert.False(bare.TryGetProperty("metadata", out _));
        var categories = full.GetProperty("metadata").GetProperty("metadata_element_list").EnumerateArray().ToList();
        Assert.Equal(["ASSET INFO", "MARKETING", "MARKET"], categories.Select(category => category.GetProperty("id").GetString()));
        var language = Element(categories[0], "MAIN_LANGUAGES").GetProperty("value").GetProperty("value");
        Assert.Equal(("English", "EN"), (language.GetProperty("display_value").GetString(), language.GetProperty("field_value").GetProperty("value").GetString()));
        Assert.False(Element(categories[0], "MARKETING_TAG").GetProperty("value").TryGetProperty("value", out _));
        var table = Element(categories[2], "FERRERO.MARKET.TABLE.MARKETS");
        Assert.Equal(2, Element(table, "FERRERO.MARKET.COLUMN.MARKET").GetProperty("values").GetArrayLength());
        Assert.Equal(2, Element(table, "FERRERO.MARKET.COLUMN.NOTE").GetProperty("values").GetArrayLength());
    }

    [Fact]
    public async Task A_file_has_the_size_and_the_checksum_that_its_asset_names()
    {
        var info = (await OpenTextCaller.GetAsync(_http, _token, $"assets/{Master.Id}")).GetProperty("asset_resource").GetProperty("asset").GetProperty("master_content_info");
        using var answer = await _http.SendAsync(HttpMethod.Get, $"{OpenTextCaller.Api}/assets/{Master.Id}/contents?disposition=attachment", bearer: _token);
        var bytes = await answer.Content.ReadAsByteArrayAsync(SandboxHttp.Cancellation);

        Assert.Equal(info.GetProperty("content_size").GetInt32(), bytes.Length);
#pragma warning disable CA5351 // The digest that the vendor names.
        Assert.Equal(info.GetProperty("content_checksum").GetString(), Convert.ToHexStringLower(MD5.HashData(bytes)));
#pragma warning restore CA5351
        Assert.Equal(-1, info.GetProperty("width").GetInt32());
    }

    [Fact]
    public async Task A_search_is_paged_by_an_offset_and_has_no_list_when_nothing_is_found()
    {
        var first = await SearchAsync(Condition(Status, "A1"), after: 0, limit: 2);
        var second = await SearchAsync(Condition(Status, "A1"), after: 2, limit: 2);
        var none = await SearchAsync(Condition(Status, "A9"), after: 0, limit: 2);

        Assert.Equal((2, 3, 0), Counts(first));
        Assert.Equal((1, 3, 2), Counts(second));
        Assert.Equal("CAMPAIGN_003", second.GetProperty("asset_list")[0].GetProperty("name").GetString());
        Assert.Equal((0, 0, 0), Counts(none));
        Assert.False(none.TryGetProperty("asset_list", out _));
    }

    [Theory]
    [InlineData("CONTAINS", "A1", "", "CAMPAIGN_001 CAMPAIGN_002 CAMPAIGN_003")]
    [InlineData("IS", "A1", "", "CAMPAIGN_002 CAMPAIGN_003")]
    [InlineData("IS", "A1", """,{"metadata_field_id":"CAMPAIGN NUMBER","relational_operator_id":"ARTESIA.OPERATOR.CHAR.IS","value":"C-2026-003","relational_operator":"and","left_paren":"(","right_paren":")"}""", "CAMPAIGN_003")]
    [InlineData("IS", "A10", """,{"metadata_field_id":"CAMPAIGN NUMBER","relational_operator_id":"ARTESIA.OPERATOR.CHAR.IS","value":"C-2026-003","relational_operator":"or"}""", "CAMPAIGN_001 CAMPAIGN_003")]
    public async Task Conditions_are_joined_to_the_one_before_them_and_contains_finds_more_than_is(string operation, string value, string more, string found)
    {
        _http.Server.OpenText.SetField(_http.Server.OpenText.Campaigns[0].Id, Status, "A10");

        var result = await SearchAsync(Condition(Status, value, operation) + more, 0, 25);

        Assert.Equal(found, string.Join(' ', result.GetProperty("asset_list").EnumerateArray().Select(Name)));
    }

    [Theory]
    [InlineData("ACME.FIELD.NO SUCH", "IS")]
    [InlineData("CAMPAIGNSTATUS", "IS")]
    [InlineData("CAMPAIGN STATUS", "LIKE")]
    public async Task A_condition_that_is_not_known_is_left_out_and_the_answer_says_so(string field, string operation)
    {
        var result = await SearchAsync(Condition(Status, "A1") + "," + Condition(field, "x", operation), 0, 25);

        Assert.True(result.GetProperty("search_result").GetProperty("contains_invalid_conditions").GetBoolean());
        Assert.Equal(3, Counts(result).Total);
    }

    [Fact]
    public async Task The_index_sees_a_change_later_than_the_item_itself()
    {
        _http.Server.OpenText.Settings = _http.Server.OpenText.Settings with { IndexLagMs = 60_000 };
        var campaign = _http.Server.OpenText.Campaigns[0].Id;
        _http.Server.OpenText.SetField(campaign, Status, "A2");

        Assert.Equal(3, Counts(await SearchAsync(Condition(Status, "A1"), 0, 25)).Total);
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(2, Counts(await SearchAsync(Condition(Status, "A1"), 0, 25)).Total);
    }

    [Fact]
    public async Task A_change_needs_a_lock_of_ones_own_that_has_not_ended()
    {
        var campaign = _http.Server.OpenText.Campaigns[0].Id;
        Task<HttpResponseMessage> PatchAsync() => OpenTextCaller.PatchAsync(_http, _token, $"folders/{campaign}", "edited_folder", Status, OpenTextCaller.Text("A2"));

        Assert.Equal((500, "ASSET_NOT_LOCKED"), Short(await OpenTextCaller.ErrorAsync(PatchAsync())));
        _http.Server.OpenText.LockForAnother(campaign, TimeSpan.FromMinutes(1));
        Assert.Equal((500, "ASSET_LOCKED", "Asset is locked by another user."), await OpenTextCaller.ErrorAsync(OpenTextCaller.LockAsync(_http, _token, campaign)));
        Assert.Equal((500, "ASSET_LOCKED"), Short(await OpenTextCaller.ErrorAsync(OpenTextCaller.LockAsync(_http, _token, campaign, "unlock"))));
        _time.Advance(TimeSpan.FromSeconds(61));

        using var locked = await OpenTextCaller.LockAsync(_http, _token, campaign);
        using var patched = await PatchAsync();
        Assert.Equal((200, 200, "A2"), ((int)locked.StatusCode, (int)patched.StatusCode, _http.Server.OpenText.Campaigns[0].Fields[Status][0]));
        _time.Advance(TimeSpan.FromSeconds(301));
        Assert.Equal((500, "ASSET_NOT_LOCKED"), Short(await OpenTextCaller.ErrorAsync(PatchAsync())));
    }

    [Theory]
    [InlineData("edited_folder", "MAIN_LANGUAGES", "IT", "must begin with edited_asset")]
    [InlineData("edited_asset", "NO SUCH", "IT", "NO SUCH does not exist")]
    [InlineData("edited_asset", "CAMPAIGN STATUS", "A2", "CAMPAIGN STATUS does not exist in the model")]
    [InlineData("edited_asset", "MAIN_LANGUAGES", "Italian", "\"Italian\" is not in the domain MAIN_LANGUAGES.DOMAIN")]
    [InlineData("edited_asset", "MAIN_LANGUAGES", "LA", "\"LA\" is not in the domain")]
    [InlineData("edited_asset", "FERRERO.MARKET.COLUMN.MARKET", "IT", "is a column of the table")]
    public async Task A_change_that_does_not_fit_is_refused_with_400(string root, string field, string value, string words)
    {
        using var locked = await OpenTextCaller.LockAsync(_http, _token, Master.Id);

        var (status, _, message) = await OpenTextCaller.ErrorAsync(OpenTextCaller.PatchAsync(_http, _token, $"assets/{Master.Id}", root, field, OpenTextCaller.Text(value)));

        Assert.Equal(400, status);
        Assert.Contains(words, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_leaves_what_it_does_not_name_and_clears_what_it_names_empty()
    {
        var before = Master.Fields;
        using var locked = await OpenTextCaller.LockAsync(_http, _token, Master.Id);

        using var domain = await OpenTextCaller.PatchAsync(_http, _token, $"assets/{Master.Id}", "edited_asset", "MAIN_LANGUAGES",
            """{"value":{"type":"com.artesia.metadata.DomainValue","displayValue":"Italian","field_value":{"type":"string","value":"IT"}}}""");
        using var cleared = await OpenTextCaller.PatchAsync(_http, _token, $"assets/{Master.Id}", "edited_asset", "ARTESIA.FIELD.ASSET DESCRIPTION", "null");

        var after = Master.Fields;
        Assert.Equal((200, 200), ((int)domain.StatusCode, (int)cleared.StatusCode));
        Assert.Equal(["IT"], after["MAIN_LANGUAGES"]);
        Assert.Empty(after["ARTESIA.FIELD.ASSET DESCRIPTION"]);
        Assert.Equal(before["FERRERO.MARKET.COLUMN.NOTE"], after["FERRERO.MARKET.COLUMN.NOTE"]);
    }

    [Fact]
    public async Task An_import_answers_with_a_job_whose_end_names_the_asset()
    {
        using var answer = await OpenTextCaller.ImportAsync(_http, _token, Final.Id, "žluť; IT.mp4", elements: """
            [{"id":"TRACKING ID","type":"com.artesia.metadata.MetadataField","value":{"value":{"type":"string","value":"AB12CD"}}},
             {"id":"FERRERO.MARKET.COLUMN.MARKET","type":"com.artesia.metadata.MetadataTableField","values":[{"value":{"type":"string","value":"IT"}},{"value":{"type":"string","value":"FR"}}]}]
            """);
        var job = (await OpenTextCaller.JsonAsync(answer)).GetProperty("job_handle").GetProperty("job_id").GetString();

        Assert.Equal("RUNNING", (await JobAsync(job)).GetProperty("job_status").GetString());
        var done = await JobAsync(job);

        Assert.Equal("COMPLETED", done.GetProperty("job_status").GetString());
        var asset = _http.Server.OpenText.Item(done.GetProperty("asset_ids")[0].GetString()!);
        Assert.Equal(("žluť; IT.mp4", "AB12CD", job), (asset.Name, asset.Fields["TRACKING ID"][0], asset.ImportJobId));
        Assert.Equal(["IT", "FR"], asset.Fields["FERRERO.MARKET.COLUMN.MARKET"]);
        using var content = new StreamReader(_http.Server.OpenText.Open(asset.Id));
        Assert.Equal("moving pictures", await content.ReadToEndAsync(SandboxHttp.Cancellation));
    }

    [Fact]
    public async Task An_encoded_file_name_is_another_than_that_of_the_manifest()
    {
        var encoded = $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes("žluť.mp4"))}?=";

        var refusal = await OpenTextCaller.ErrorAsync(OpenTextCaller.ImportAsync(_http, _token, Final.Id, encoded, manifestName: "žluť.mp4"));

        Assert.Equal((500, "MANIFEST_MISMATCH"), Short(refusal));
        Assert.DoesNotContain(_http.Server.OpenText.Items, item => item.ImportJobId is not null);
    }

    [Fact]
    public async Task An_import_takes_its_time_and_may_fail()
    {
        _http.Server.OpenText.Settings = _http.Server.OpenText.Settings with { JobMs = 5000, JobLooks = 0 };
        using var answer = await OpenTextCaller.ImportAsync(_http, _token, Final.Id, "a.mp4");
        var job = (await OpenTextCaller.JsonAsync(answer)).GetProperty("job_handle").GetProperty("job_id").GetString();
        Assert.Equal("RUNNING", (await JobAsync(job)).GetProperty("job_status").GetString());
        Assert.Empty(_http.Server.OpenText.Children(Final.Id));
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Single(await ChildrenAsync(Final.Id));

        _http.Server.OpenText.Settings = _http.Server.OpenText.Settings with { JobMs = 0, JobFailure = "No space left." };
        using var second = await OpenTextCaller.ImportAsync(_http, _token, Final.Id, "b.mp4");
        var failed = await JobAsync((await OpenTextCaller.JsonAsync(second)).GetProperty("job_handle").GetProperty("job_id").GetString());
        Assert.Equal(("FAILED", "No space left."), (failed.GetProperty("job_status").GetString(), failed.GetProperty("error_message").GetString()));
    }

    [Fact]
    public async Task A_newer_version_has_another_id_and_the_same_original()
    {
        var old = Master;
        var newer = _http.Server.OpenText.AddVersion(old.Id);

        var one = (await OpenTextCaller.GetAsync(_http, _token, $"assets/{old.Id}")).GetProperty("asset_resource").GetProperty("asset");
        var two = (await OpenTextCaller.GetAsync(_http, _token, $"assets/{newer.Id}")).GetProperty("asset_resource").GetProperty("asset");

        Assert.NotEqual(old.Id, newer.Id);
        Assert.Equal((false, 1, old.Id), (one.GetProperty("latest_version").GetBoolean(), one.GetProperty("version").GetInt32(), one.GetProperty("original_asset_id").GetString()));
        Assert.Equal((true, 2, old.Id), (two.GetProperty("latest_version").GetBoolean(), two.GetProperty("version").GetInt32(), two.GetProperty("original_asset_id").GetString()));
        Assert.NotEqual(one.GetProperty("content_size").GetInt64(), two.GetProperty("content_size").GetInt64());
    }

    [Fact]
    public async Task Lookup_domains_say_what_is_offered_and_what_has_ended()
    {
        var all = (await OpenTextCaller.GetAsync(_http, _token, "lookupdomains")).GetProperty("lookup_domains_resource").GetProperty("lookup_domains");
        var one = (await OpenTextCaller.GetAsync(_http, _token, "lookupdomains/MAIN_LANGUAGES.DOMAIN")).GetProperty("lookup_domain_resource").GetProperty("lookup_domain");

        Assert.Contains(all.EnumerateArray(), domain => domain.GetProperty("domainId").GetString() == "MAIN_LANGUAGES.DOMAIN");
        var latin = one.GetProperty("domainValues").EnumerateArray().Single(value => value.GetProperty("field_value").GetProperty("value").GetString() == "LA");
        Assert.True(latin.GetProperty("expired_value").GetBoolean());
    }

    [Fact]
    public async Task Campaigns_locks_values_and_versions_are_ordered_while_it_runs()
    {
        await OrderAsync("campaigns", """{"count":2,"masters":1}""", 204);
        var made = _http.Server.OpenText.Campaigns[^1];
        Assert.Equal(("CAMPAIGN_005", 5), (made.Name, _http.Server.OpenText.Campaigns.Count));
        await OrderAsync("fields", $$"""{"item":"{{made.Id}}","field":"CAMPAIGN STATUS","value":"A2"}""", 204);
        await OrderAsync("locks", $$"""{"item":"{{made.Id}}","seconds":60}""", 204);
        await OrderAsync("versions", $$"""{"item":"{{Master.Id}}"}""", 204);
        await OrderAsync("locks", """{"item":"unknown","seconds":60}""", 400);
        await OrderAsync("campaigns", """{"count":-1,"masters":1}""", 400);

        Assert.Equal(("A2", "somebody.else"), (_http.Server.OpenText.Campaigns[^1].Fields[Status][0], _http.Server.OpenText.Campaigns[^1].LockedBy));
        var state = (await _http.StateAsync()).GetProperty("opentext");
        Assert.Equal(5, state.GetProperty("campaigns").GetArrayLength());
    }

    private SandboxDamItem Master => _http.Server.OpenText.Items.First(item => !item.IsFolder);

    private SandboxDamItem Final => _http.Server.OpenText.Items.First(item => item.Name == "Final Assets");

    private static string Id(JsonElement item) => item.GetProperty("asset_id").GetString()!;

    private static string Name(JsonElement item) => item.GetProperty("name").GetString()!;

    private static JsonElement Element(JsonElement holder, string id)
        => holder.GetProperty("metadata_element_list").EnumerateArray().Single(element => element.GetProperty("id").GetString() == id);

    private static (int Status, string? Code) Short((int Status, string? Code, string Message) error) => (error.Status, error.Code);

    private static (int Hits, int Total, int Offset) Counts(JsonElement found)
    {
        var result = found.GetProperty("search_result");
        return (result.GetProperty("hit_count").GetInt32(), result.GetProperty("total_hit_count").GetInt32(), result.GetProperty("offset").GetInt32());
    }

    private static string Condition(string field, string value, string operation = "IS") => $$"""
        {"type":"com.artesia.search.SearchScalarCondition","metadata_field_id":"{{field}}","relational_operator_id":"ARTESIA.OPERATOR.CHAR.{{operation}}",
         "value":"{{value}}","left_paren":"(","right_paren":")","relational_operator":"and"}
        """;

    private async Task<JsonElement> SearchAsync(string conditions, int after, int limit)
    {
        using var answer = await _http.SendAsync(HttpMethod.Post, $"{OpenTextCaller.Api}/search/text", OpenTextCaller.Form(
            ("search_condition_list", $$$"""{"search_condition_list":{"search_condition":[{{{conditions}}}]}}"""), ("load_type", "metadata"), ("after", $"{after}"), ("limit", $"{limit}")), _token);
        return (await OpenTextCaller.JsonAsync(answer)).GetProperty("search_result_resource");
    }

    private async Task<JsonElement> RootAsync() => (await OpenTextCaller.GetAsync(_http, _token, "folders/rootfolders")).GetProperty("folders_resource").GetProperty("folder_list")[0];

    private async Task<IReadOnlyList<JsonElement>> ChildrenAsync(string id)
        => [.. (await OpenTextCaller.GetAsync(_http, _token, $"folders/{id}/children?sort=asc_NAME&limit=200")).GetProperty("folder_children").GetProperty("asset_list").EnumerateArray()];

    private async Task<JsonElement> JobAsync(string? id) => (await OpenTextCaller.GetAsync(_http, _token, $"jobs/{id}")).GetProperty("job_resource").GetProperty("job");

    private async Task OrderAsync(string what, string json, int status)
    {
        using var answer = await _http.PostJsonAsync($"/_sandbox/opentext/{what}", json);
        Assert.Equal(status, (int)answer.StatusCode);
    }
}
