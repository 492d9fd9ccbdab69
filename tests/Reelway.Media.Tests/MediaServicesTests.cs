using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Reelway.Media.Tests;

public sealed class MediaServicesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_host_gets_all_parts_and_tidies_up_at_start()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var left = FakeTool.Start("hang");
        try
        {
            ChildNote.Write(Directory.CreateDirectory(Path.Combine(_folder.Options.Folder, "children", "dead")).FullName, ProcessIdentity.Of(left.Id)!);
            Directory.CreateDirectory(Path.Combine(_folder.Options.Folder, "scratch", "dead"));
            await using var services = new ServiceCollection().AddSingleton(_folder.Options).AddMedia().BuildServiceProvider(validateScopes: true);
            Assert.NotNull(services.GetRequiredService<VideoCutter>());
            Assert.NotNull(services.GetRequiredService<MediaProbe>());

            foreach (var hosted in services.GetServices<IHostedService>())
            {
                await hosted.StartAsync(cancellation);
            }

            await left.WaitForExitAsync(cancellation);
            Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder.Options.Folder, "scratch")));
        }
        finally
        {
            left.Kill();
        }
    }
}
