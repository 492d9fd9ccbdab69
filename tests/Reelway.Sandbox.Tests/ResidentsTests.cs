namespace Reelway.Sandbox.Tests;

public sealed class ResidentsTests
{
    [Fact]
    public async Task Every_stand_in_passes_the_contract()
    {
        await using var http = await SandboxHttp.StartAsync();
        var tested = typeof(ResidentsTests).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SandboxResidentContract)))
            .Select(type => ((SandboxResidentContract)Activator.CreateInstance(type)!).Name);

        Assert.Equal(http.Server.Residents.Select(resident => resident.Name).Order(), tested.Order());
    }

    [Fact]
    public async Task A_body_whose_length_nobody_announced_is_bounded_too()
    {
        await using var http = await SandboxHttp.StartAsync(new SandboxOptions { Webhooks = new() { LargestBodyBytes = 1_000 } });
        using var content = new StreamContent(new MemoryStream(new byte[2_000]));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/a") { Content = content, Headers = { TransferEncodingChunked = true } };

        using var answer = await http.SendAsync(request);

        Assert.Equal(413, (int)answer.StatusCode);
        Assert.Equal(413, Assert.Single(http.Server.Webhooks.Requests.Entries).Status);
    }
}
