using Reelway.Frame.Cli;
using Reelway.Sandbox;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Connections;

/// <summary>Logging in with a secret of AWS, through the real program on a store of its own.</summary>
public sealed class SecretLoginTests : IAsyncLifetime
{
    private const string Secret = "social-posts/twitter";

    private readonly CliRun _cli = new();
    private SandboxServer _sandbox = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        _cli.With("reelway.yaml", $$"""
            connections:
              x: {connector: x, url: {{_sandbox.HttpUrl}}x}
              mail: {connector: smtp, host: 127.0.0.1, from: a@example.org}
              amazon:
                connector: aws
                region: eu-west-1
                access_key: AKIASANDBOX000000042
                secret_key: sandbox/secret+access/key
                secrets_url: {{_sandbox.HttpUrl}}secretsmanager/
            """);
    }

    public async ValueTask DisposeAsync()
    {
        _cli.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task The_keys_of_a_secret_are_taken_over_sealed_and_work_from_then_on()
    {
        var before = await _cli.RunAsync("connections", "check", "x");
        var login = await _cli.RunAsync("connections", "login", "x", "--from-secret", Secret, "--aws", "amazon", "--json");
        var check = await _cli.RunAsync("connections", "check", "x", "--json");

        Assert.Contains("has no keys", before.Out, StringComparison.Ordinal);
        Assert.Contains("reelway connections login x", before.Out, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Ok, "@fernwoodconf", "good"), (login.ExitCode, login.Json.Text("reaches"), login.Json.GetProperty("connection").Text("health")));
        Assert.Equal(ExitCode.Ok, check.ExitCode);
        Assert.Equal(Secret, Assert.Single(_sandbox.Secrets.Reads).Name);
        Assert.DoesNotContain("sandbox-x", login.Out + login.Error + await File.ReadAllTextAsync(Path.Combine(_cli.DataDirectory, "reelway.db"), System.Text.Encoding.Latin1, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_not_be_taken_over_is_refused_with_a_sentence()
    {
        _sandbox.Secrets.Put("half", """{"API Key":"half-a-key"}""");

        var half = await _cli.RunAsync("connections", "login", "x", "--from-secret", "half", "--aws", "amazon");
        var none = await _cli.RunAsync("connections", "login", "x", "--from-secret", "none", "--aws", "amazon");
        var nobody = await _cli.RunAsync("connections", "login", "x", "--from-secret", Secret);
        var both = await _cli.RunAsync("connections", "login", "x", "--from-secret", Secret, "--paste");
        var alone = await _cli.RunAsync("connections", "login", "x", "--aws", "amazon");

        Assert.Contains("lacks API Key Secret, Access Token, Access Token Secret", half.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("half-a-key", half.Error, StringComparison.Ordinal);
        Assert.Contains("could not read secret none", none.Error, StringComparison.Ordinal);
        Assert.Contains("there is no connection aws of the connector aws", nobody.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Usage, ExitCode.Usage), (both.ExitCode, alone.ExitCode));
    }
}
