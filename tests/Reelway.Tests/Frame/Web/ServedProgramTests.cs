using System.Text.Encodings.Web;
using System.Text.Json;

namespace Reelway.Tests.Frame.Web;

public sealed class ServedProgramTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Started_from_anywhere_it_has_its_pages_its_styles_and_its_store()
    {
        using var program = new ServedProgram();
        using var client = await program.ClientAsync(_cancellation);
        Assert.True((await client.GetJsonAsync("/readyz", _cancellation)).GetProperty("ok").GetBoolean());
        Assert.Contains("Nothing has run yet", await client.GetPageAsync("/", _cancellation), StringComparison.Ordinal);
        Assert.Contains("color-scheme", await client.GetStringAsync("/app/site.css", _cancellation), StringComparison.Ordinal);
    }

    /// <summary>A change of the API is seen in review. To renew the file: <c>REELWAY_RENEW=1</c> and run this test.</summary>
    [Fact]
    public async Task The_committed_description_is_the_one_that_is_served()
    {
        using var program = new ServedProgram();
        using var client = await program.ClientAsync(_cancellation);
        var served = JsonSerializer.Serialize(await client.GetJsonAsync("/openapi/v1.json", _cancellation), Readable) + "\n";

        var committed = Path.Combine(ServedProgram.RepositoryRoot(), "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("REELWAY_RENEW") is { Length: > 0 })
        {
            await File.WriteAllTextAsync(committed, served, _cancellation);
        }

        Assert.True(
            served == await File.ReadAllTextAsync(committed, _cancellation),
            $"The API differs from docs/openapi.json. If it is meant to: REELWAY_RENEW=1 dotnet Reelway.Tests.dll -class {typeof(ServedProgramTests).FullName}, and commit the file.");
    }
}
