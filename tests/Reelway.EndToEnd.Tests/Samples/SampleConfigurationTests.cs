using System.Diagnostics;

namespace Reelway.EndToEnd.Tests.Samples;

public sealed class SampleConfigurationTests
{
    private static readonly string Sample = Path.Combine(RepositoryRoot.Path, "samples", "production.yaml");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sample_is_accepted_without_a_word()
    {
        var (exitCode, talk) = await CheckAsync("FACEBOOK_APP_ID", "FACEBOOK_APP_SECRET", "FACEBOOK_TOKEN", "SMTP_PASSWORD");

        Assert.Equal("", talk);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task The_variables_that_it_needs_are_those_of_the_example()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(RepositoryRoot.Path, "samples", ".env.example"), Cancellation);
        var names = lines.Where(line => line.EndsWith('=')).Select(line => line.TrimEnd('=')).ToArray();

        var (exitCode, talk) = await CheckAsync(names);

        Assert.Equal("", talk);
        Assert.Equal(0, exitCode);
        Assert.Equal(3, (await CheckAsync([.. names.Where(name => name != "SMTP_PASSWORD")])).ExitCode);
    }

    private static async Task<(int ExitCode, string Talk)> CheckAsync(params string[] variables)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "reelway.dll"), "config", "check", "--config", Sample])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in variables)
        {
            start.Environment[name] = "a-value";
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        await output;
        return (process.ExitCode, await error);
    }
}
