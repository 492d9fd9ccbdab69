using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connectors.Box;
using Reelway.Sandbox.Box;
using Reelway.Sandbox.Faults;

namespace Reelway.Connectors.Tests.Box;

/// <summary>Folders, listings and look-ups against the stand-in.</summary>
public sealed class BoxFilesTests : IAsyncLifetime
{
    private BoxWorldFixture _world = null!;

    private static CancellationToken Cancellation => BoxWorldFixture.Cancellation;

    public async ValueTask InitializeAsync() => _world = await BoxWorldFixture.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(ConflictForm.Usual)]
    [InlineData(ConflictForm.List)]
    [InlineData(ConflictForm.One)]
    [InlineData(ConflictForm.Null)]
    [InlineData(ConflictForm.Absent)]
    public async Task A_folder_is_made_once_whatever_a_conflict_looks_like(ConflictForm form)
    {
        _world.Box.Settings = _world.Box.Settings with { Conflicts = form };

        var made = await _world.Files.FolderAsync(BoxWorldFixture.Root, "CAMPAIGN_001", Cancellation);
        var again = await _world.Files.FolderAsync(BoxWorldFixture.Root, "campaign_001", Cancellation);

        Assert.Equal((made.Id, "CAMPAIGN_001", BoxItemKind.Folder), (again.Id, again.Name, again.Kind));
        Assert.Single(_world.Box.Folders, folder => folder.Name == "CAMPAIGN_001");
    }

    [Fact]
    public async Task Many_at_once_get_the_same_folder()
    {
        var folders = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _world.Files.FolderAsync(BoxWorldFixture.Root, "C", Cancellation)));

        Assert.Single(folders.Select(folder => folder.Id).Distinct());
        Assert.Equal(1, _world.Box.TokensIssued);
    }

    [Fact]
    public async Task A_file_in_the_way_of_a_folder_is_named()
    {
        var file = await _world.UploadAsync(BoxWorldFixture.Root, "C", [1]);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _world.Files.FolderAsync(BoxWorldFixture.Root, "c", Cancellation));

        Assert.Equal((CallFault.Permanent, BoxCodes.NameInUse), (fault.Kind, fault.RemoteCode));
        Assert.Contains($"a file ({file.Id}) has that name", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_was_just_made_and_is_not_found_at_first_is_waited_for()
    {
        _world.Box.Settings = _world.Box.Settings with { NewFolderMisses = 2 };
        var made = await _world.Files.FolderAsync(BoxWorldFixture.Root, "C", Cancellation);

        var file = await _world.UploadAsync(made.Id, "a.txt", [1]);

        Assert.Equal(made.Id, file.ParentId);
        Assert.Equal(2, _world.Box.Requests.Entries.Count(request => request.Status == 404));
    }

    [Fact]
    public async Task A_folder_of_somebody_else_that_is_not_found_is_a_fault_at_once()
    {
        var hidden = _world.Box.CreateFolder("Hidden");

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _world.Files.ListAsync(hidden.Id, Cancellation));

        Assert.Equal((CallFault.Permanent, BoxCodes.NotFound), (fault.Kind, fault.RemoteCode));
        Assert.Contains("invite the application's service account to the folder", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, _world.Box.Requests.Entries.Count(request => request.Status == 404));
    }

    [Theory]
    [InlineData(PagingEnd.Absent)]
    [InlineData(PagingEnd.Null)]
    [InlineData(PagingEnd.Empty)]
    public async Task A_listing_is_read_to_its_end(PagingEnd end)
    {
        _world.Box.Settings = _world.Box.Settings with { ItemsPerPage = 2, PagingEnd = end };
        foreach (var name in new[] { "a.txt", "b.txt", "c.txt", "d.txt" })
        {
            await _world.UploadAsync(BoxWorldFixture.Root, name, [(byte)name[0]]);
        }

        var folder = await _world.Files.FolderAsync(BoxWorldFixture.Root, "z", Cancellation);
        var items = await _world.Files.ListAsync(BoxWorldFixture.Root, Cancellation);

        Assert.Equal(["z", "a.txt", "b.txt", "c.txt", "d.txt"], items.Select(item => item.Name));
        Assert.Equal((folder.Id, BoxItemKind.Folder), (items[0].Id, items[0].Kind));
        Assert.Equal((1, 40), (items[1].Size, items[1].Sha1!.Length));
        Assert.NotNull(items[1].ModifiedAt);
    }

    [Fact]
    public async Task A_folder_that_is_renamed_in_the_middle_stays_the_one_that_is_worked_in()
    {
        var folder = await _world.Files.FolderAsync(BoxWorldFixture.Root, "Old", Cancellation);
        for (var number = 1; number <= 5; number++)
        {
            await _world.UploadAsync(folder.Id, $"{number}.txt", [(byte)number]);
            if (number == 2)
            {
                _world.Box.Change(folder.Id, "New");
            }
        }

        Assert.Equal(5, (await _world.Files.ListAsync(folder.Id, Cancellation)).Count);
        Assert.DoesNotContain(_world.Box.Folders, one => one.Name == "Old");
    }

    [Fact]
    public async Task A_name_is_free_or_has_a_file_that_is_shown_whole()
    {
        Assert.Null(await _world.Files.FindAsync(BoxWorldFixture.Root, "spot.mp4", 5, Cancellation));
        var there = await _world.PutAsync(BoxWorldFixture.Root, "Spot.mp4", [1, 2]);

        var found = await _world.Files.FindAsync(BoxWorldFixture.Root, "spot.mp4", 5, Cancellation);

        Assert.Equal((there.Id, "Spot.mp4", 2, there.Sha1, BoxWorldFixture.Root), (found!.Id, found.Name, found.Size, found.Sha1, found.ParentId));
        Assert.Equal(["0", BoxWorldFixture.Root], found.Path);
        Assert.Equal(("studio@agency.test", "226067247"), (found.ModifiedByLogin, found.CreatedById));
        Assert.NotEqual(await _world.Files.WhoAsync(Cancellation), found.CreatedById);
        Assert.NotNull(found.VersionId);
    }

    [Fact]
    public async Task Files_are_renamed_moved_and_tagged_and_other_tags_stay()
    {
        var file = await _world.UploadAsync(BoxWorldFixture.Root, "a.txt", [1]);
        var folder = await _world.Files.FolderAsync(BoxWorldFixture.Root, "in", Cancellation);

        await _world.Files.RenameAsync(file.Id, "žluť a,b&c (1).txt", Cancellation);
        await _world.Files.MoveAsync(file.Id, folder.Id, Cancellation);
        await _world.Files.TagAsync(file.Id, new Dictionary<string, string> { ["trackingId"] = "AB12CD", ["a/b~c"] = "1" }, Cancellation);
        await _world.Files.TagAsync(file.Id, new Dictionary<string, string> { ["a/b~c"] = "2", ["new"] = "3" }, Cancellation);

        var seen = Assert.Single(_world.Box.Files);
        Assert.Equal(("žluť a,b&c (1).txt", folder.Id), (seen.Name, seen.FolderId));
        Assert.Equal([("a/b~c", "2"), ("new", "3"), ("trackingId", "AB12CD")], seen.Properties.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public async Task A_token_that_ends_in_the_middle_costs_nothing()
    {
        await _world.Files.FolderAsync(BoxWorldFixture.Root, "C", Cancellation);
        _world.Box.ExpireTokens();

        await _world.UploadAsync(BoxWorldFixture.Root, "a.txt", [1]);
        _world.Sandbox.Faults.Add(new SandboxFault("box", FaultEffect.ExpireToken, new FaultMatch { Method = "GET" }));
        await _world.Files.ListAsync(BoxWorldFixture.Root, Cancellation);

        Assert.Equal(3, _world.Box.TokensIssued);
    }

    [Theory]
    [InlineData(900)]
    [InlineData(-900)]
    public async Task A_clock_that_is_off_is_allowed_for(int seconds)
    {
        _world.Box.Settings = _world.Box.Settings with { ClockAheadSeconds = seconds };

        await _world.Files.ListAsync(BoxWorldFixture.Root, Cancellation);
        _world.Box.ExpireTokens();
        await _world.Files.ListAsync(BoxWorldFixture.Root, Cancellation);

        // Found out once.
        Assert.Equal([400, 200, 200], _world.Box.Requests.Entries.Where(request => request.Path.EndsWith("token", StringComparison.Ordinal)).Select(request => request.Status));
        Assert.Contains("which is allowed for from now on", _world.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limit_of_a_minute_holds_up_the_connection_as_long_as_Box_says()
    {
        _world.Box.Settings = _world.Box.Settings with { CallsPerMinute = 1 };
        await _world.Files.ListAsync(BoxWorldFixture.Root, Cancellation);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _world.Files.ListAsync(BoxWorldFixture.Root, Cancellation));

        Assert.Equal((CallFault.RateLimited, "connection:box"), (fault.Kind, fault.Scope));
        Assert.InRange(fault.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task The_application_works_by_its_secret_alone_and_for_a_user()
    {
        using var files = BoxFiles.Create(
            new BoxOptions
            {
                Grant = BoxGrant.ClientCredentials,
                EnterpriseId = "7004001",
                ClientId = "sandboxclient0123456789abcdefghij",
                ClientSecret = "sandbox-box-secret",
                AsUser = "226067247",
                ApiUrl = _world.Options.ApiUrl,
                UploadUrl = _world.Options.UploadUrl,
                TokenUrl = _world.Options.TokenUrl,
            },
            _world.Http);

        Assert.Equal("226067247", await files.WhoAsync(Cancellation));
    }

    [Fact]
    public async Task The_check_tells_the_account_and_its_folder_and_what_to_do_where_it_does_not_see_it()
    {
        async Task<ConnectionCheck> CheckAsync(string root)
        {
            var options = new BoxOptions { ConfigFile = _world.Options.ConfigFile, RootFolderId = root, ApiUrl = _world.Options.ApiUrl, UploadUrl = _world.Options.UploadUrl, TokenUrl = _world.Options.TokenUrl };
            using var clients = new ConnectionClients(ConnectorCatalog.Require("box"), options, new ConnectionTools(_world.Http, NullLoggerFactory.Instance, TimeProvider.System));
            return await clients.CheckAsync(Cancellation);
        }

        var good = await CheckAsync(BoxWorldFixture.Root);
        var unset = await CheckAsync("0");
        var hidden = await CheckAsync(_world.Box.CreateFolder("Hidden").Id);

        Assert.Equal((null, "Sandbox Reelway (AutomationUser_7004001_sandbox@boxdevedition.com); folder Campaigns (300000000001)"), (good.Problem, good.Identity));
        Assert.Contains("root_folder_id of connection box is not set", Assert.Single(unset.Warnings), StringComparison.Ordinal);
        Assert.Contains("AutomationUser_7004001_sandbox@boxdevedition.com) does not see folder", hidden.Problem, StringComparison.Ordinal);
        Assert.Contains("invite it to the folder as an editor", hidden.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_Box_does_not_know_is_reported_with_what_to_compare()
    {
        using var other = RSA.Create(2048);
        var options = _world.Options;
        using var files = BoxFiles.Create(
            new BoxOptions { ConfigFile = options.ConfigFile, RsaPrivateKey = other.ExportPkcs8PrivateKeyPem(), ApiUrl = options.ApiUrl, TokenUrl = options.TokenUrl }, _world.Http);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => files.WhoAsync(Cancellation));

        Assert.Equal((CallFault.Auth, "connection:box"), (fault.Kind, fault.Scope));
        Assert.Contains("compare client_id, client_secret, jwt_key_id and the key", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhooks_are_added_once_listed_and_removed()
    {
        var address = new Uri("https://hooks.example.test/webhooks/box");
        var made = await _world.Webhooks.AddAsync(BoxWorldFixture.Root, address, ["FILE.UPLOADED"], Cancellation);
        var again = await _world.Webhooks.AddAsync(BoxWorldFixture.Root, new Uri("https://other.example.test/"), ["FILE.UPLOADED"], Cancellation);

        Assert.Equal((made.Id, address), (again.Id, again.Address));
        Assert.Equal([(made.Id, BoxWorldFixture.Root)], (await _world.Webhooks.ListAsync(Cancellation)).Select(webhook => (webhook.Id, webhook.TargetId)));
        Assert.Equal(["FILE.UPLOADED"], made.Triggers);
        await _world.Webhooks.RemoveAsync(made.Id, Cancellation);
        await _world.Webhooks.RemoveAsync(made.Id, Cancellation);
        Assert.Empty(_world.Box.Webhooks);
        var refused = await Assert.ThrowsAsync<ConnectorException>(() => _world.Webhooks.AddAsync(BoxWorldFixture.Root, new Uri("https://hooks.example.test:5000/"), ["FILE.UPLOADED"], Cancellation));
        Assert.Equal(CallFault.Permanent, refused.Kind);
    }
}
