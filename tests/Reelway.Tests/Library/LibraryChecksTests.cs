using Reelway.Sandbox;
using Reelway.Sandbox.Aws;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Library;

public sealed class LibraryChecksTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_bucket_is_written_to_without_leaving_an_object_or_an_unfinished_upload()
    {
        using var cli = Cli("s3://library/clips");

        var check = await LookAsync(cli);

        Assert.Equal(("ok", "s3://library can be read and written"), check);
        Assert.Empty(_sandbox.S3.Objects);
        Assert.Empty(_sandbox.S3.Uploads);
        Assert.Contains(_sandbox.S3.Requests.Entries, request => request.ToString().Contains("CreateMultipartUpload", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_told()
    {
        using var cli = Cli("s3://no-such-bucket");

        var (state, detail) = await LookAsync(cli);

        Assert.Equal("fail", state);
        Assert.Contains("no-such-bucket", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_and_a_missing_connection_are_told()
    {
        using var wrong = Cli("s3://library", secret: "not-the-secret");
        using var none = new CliRun().With("reelway.yaml", "media: {library: \"s3://library\", ffmpeg: no-such-tool, ffprobe: no-such-tool}\n");

        var (state, detail) = await LookAsync(wrong);
        var (stateOfNone, detailOfNone) = await LookAsync(none);

        Assert.Equal(("fail", "fail"), (state, stateOfNone));
        Assert.DoesNotContain("not-the-secret", detail, StringComparison.Ordinal);
        Assert.Contains("There is no connection \"aws\"", detailOfNone, StringComparison.Ordinal);
    }

    private CliRun Cli(string library, string? secret = null)
    {
        var account = new AwsSandboxOptions();
        return new CliRun().With("reelway.yaml", $$"""
            connections:
              aws: {connector: aws, region: {{account.Region}}, access_key: {{account.AccessKey}}, secret_key: "{{secret ?? account.SecretKey}}", s3_url: "{{_sandbox.HttpUrl}}s3", sqs_url: "{{_sandbox.HttpUrl}}sqs", path_style: true}
            media: {library: "{{library}}", ffmpeg: no-such-tool, ffprobe: no-such-tool}
            """);
    }

    private static async Task<(string? State, string Detail)> LookAsync(CliRun cli)
    {
        var check = (await cli.RunAsync("doctor", "--json")).Json.GetProperty("checks").EnumerateArray()
            .Single(check => check.GetProperty("name").GetString() == "library");
        return (check.GetProperty("state").GetString(), check.GetProperty("detail").GetString()!);
    }
}
