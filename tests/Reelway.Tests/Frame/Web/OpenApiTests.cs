using System.Text.Json;
using Reelway.Tests.Runs;

namespace Reelway.Tests.Frame.Web;

public sealed class OpenApiTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_operation_has_an_id_a_summary_an_example_and_its_errors()
    {
        var document = await GetAsync();
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(one => one.Value).ToList();
        Assert.NotEmpty(operations);
        Assert.Equal(operations.Count, operations.Select(one => one.GetProperty("operationId").GetString()).Distinct().Count());
        foreach (var operation in operations)
        {
            Assert.NotEqual("", operation.GetProperty("summary").GetString());
            Assert.NotEqual("", operation.GetProperty("description").GetString());
            var answers = operation.GetProperty("responses");
            var good = answers.EnumerateObject().First(answer => answer.Name.StartsWith('2')).Value;
            Assert.True(!good.TryGetProperty("content", out var content) || !content.TryGetProperty("application/json", out var json) || json.TryGetProperty("example", out _));
            foreach (var status in new[] { "401", "403", "500" })
            {
                Assert.True(answers.GetProperty(status).GetProperty("content").TryGetProperty("application/problem+json", out _));
            }
        }
    }

    [Fact]
    public async Task The_examples_are_of_the_described_shape()
    {
        var document = await GetAsync();
        var example = document.GetProperty("paths").GetProperty("/api/v1/runs/{id}").GetProperty("get").GetProperty("responses")
            .GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("example");
        await using var server = await WebServer.StartWithPeopleAsync(_cancellation);
        server.Runs.Add(SampleRuns.Run(1, Engine.RunState.Failed, steps: [SampleRuns.Step("a", Engine.StepState.Failed, failed: SampleRuns.Attempt(1, Engine.FaultKind.Transient, "x"))]));
        using var client = server.Client();
        var real = await client.GetJsonAsync("/api/v1/runs/run_0000000000001", _cancellation);
        Assert.Equal(Names(real), Names(example));
        Assert.Equal(Names(real.GetProperty("steps")[0]), Names(example.GetProperty("steps")[0]));
        Assert.Equal(Names(real.GetProperty("steps")[0].GetProperty("failedAttempts")[0]), Names(example.GetProperty("steps")[0].GetProperty("failedAttempts")[0]));
    }

    [Fact]
    public async Task Its_reader_is_served()
    {
        await using var server = await WebServer.StartWithPeopleAsync(_cancellation);
        using var client = server.Client();
        Assert.Contains("swagger-ui", await client.GetPageAsync("/docs/index.html", _cancellation), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(JsonElement value) => value.EnumerateObject().Select(member => member.Name);

    private async Task<JsonElement> GetAsync()
    {
        await using var server = await WebServer.StartWithPeopleAsync(_cancellation);
        using var client = server.Client();
        return await client.GetJsonAsync("/openapi/v1.json", _cancellation);
    }
}
