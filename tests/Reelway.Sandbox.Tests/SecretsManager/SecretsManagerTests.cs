using System.Text;
using System.Text.Json;
using Reelway.Sandbox.SecretsManager;
using Reelway.Sandbox.Tests.Aws;

namespace Reelway.Sandbox.Tests.SecretsManager;

public sealed class SecretsManagerTests : IAsyncLifetime
{
    private SandboxHttp _http = null!;

    public async ValueTask InitializeAsync() => _http = await SandboxHttp.StartAsync();

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    [Fact]
    public async Task At_the_start_there_is_one_with_the_keys_of_the_stand_in_for_X()
    {
        var secret = (await GetAsync("""{"SecretId":"social-posts/twitter"}""")).Ok();

        using var keys = JsonDocument.Parse(secret.GetProperty("SecretString").GetString()!);
        Assert.Equal(["API Key", "API Key Secret", "Bearer Token", "Access Token", "Access Token Secret"], keys.RootElement.EnumerateObject().Select(key => key.Name));
        Assert.Equal("sandbox-x-api-key", keys.RootElement.GetProperty("API Key").GetString());
    }

    [Fact]
    public async Task The_value_before_the_current_one_can_be_had_by_its_stage_and_by_its_version_and_a_secret_by_its_ARN()
    {
        _http.Server.Secrets.Put("a", "old");
        var old = (await GetAsync("""{"SecretId":"a"}""")).Ok();
        _http.Server.Secrets.Put("a", "new");

        Assert.Equal("new", ValueOf(await GetAsync($$"""{"SecretId":"{{old.GetProperty("ARN").GetString()}}"}""")));
        Assert.Equal("old", ValueOf(await GetAsync("""{"SecretId":"a","VersionStage":"AWSPREVIOUS"}""")));
        Assert.Equal("old", ValueOf(await GetAsync($$"""{"SecretId":"a","VersionId":"{{old.GetProperty("VersionId").GetString()}}"}""")));
        (await GetAsync("""{"SecretId":"a","VersionStage":"other"}""")).Error("ResourceNotFoundException");
    }

    [Fact]
    public async Task It_comes_as_bytes_on_order_and_is_refused_while_it_is_marked_for_deletion()
    {
        _http.Server.Secrets.Settings = new SecretsManagerSettings { IsBinary = true };
        _http.Server.Secrets.Put("a", "ü");

        var answer = (await GetAsync("""{"SecretId":"a"}""")).Ok();
        _http.Server.Secrets.Settings = new SecretsManagerSettings { IsBeingDeleted = true };
        (await GetAsync("""{"SecretId":"a"}""")).Error("InvalidRequestException");

        Assert.Equal("ü", Encoding.UTF8.GetString(Convert.FromBase64String(answer.GetProperty("SecretBinary").GetString()!)));
        Assert.False(answer.TryGetProperty("SecretString", out _));
    }

    [Fact]
    public async Task One_that_is_not_there_is_not_found() => (await GetAsync("""{"SecretId":"other"}""")).Error("ResourceNotFoundException");

    private static string? ValueOf(AwsAnswer answer) => answer.Ok().GetProperty("SecretString").GetString();

    private Task<AwsAnswer> GetAsync(string body) => AwsCaller.Secrets(_http).CallAsync("GetSecretValue", body);
}
