using System.Diagnostics;
using Reelway.Contracts;
using Reelway.Contracts.Time;
using Reelway.Frame.Cli;

namespace Reelway.Tests.Frame.Cli;

public sealed class DesktopBrowserTests
{
    private static readonly Uri Address = new("https://example.org/dialog?a=1&b=$(false)'%22");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_desktop_is_given_the_address_letter_by_letter()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems open addresses in another way");
        using var folder = new TemporaryFolder();
        await OpenerAsync(folder);

        DesktopBrowser.Open(Address, new Dictionary<string, string> { ["DISPLAY"] = ":9", ["PATH"] = $"{folder.FullPath}:/usr/bin:/bin" });
        await Eventually.TrueAsync(() => File.Exists(folder["opened"]), "the address was opened", Cancellation);

        Assert.Equal(Address.AbsoluteUri, await File.ReadAllTextAsync(folder["opened"], Cancellation));
    }

    [Fact]
    public async Task Without_a_desktop_nothing_is_started()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems have a desktop in any case");
        using var folder = new TemporaryFolder();
        await OpenerAsync(folder);
        var path = new Dictionary<string, string> { ["PATH"] = $"{folder.FullPath}:/usr/bin:/bin" };

        DesktopBrowser.Open(new Uri("https://example.org/nobody"), path);
        DesktopBrowser.Open(Address, new Dictionary<string, string>(path) { ["WAYLAND_DISPLAY"] = "wayland-0" });
        await Eventually.TrueAsync(() => File.Exists(folder["opened"]), "the address was opened", Cancellation);

        Assert.Equal(Address.AbsoluteUri, await File.ReadAllTextAsync(folder["opened"], Cancellation));
    }

    // Written by another process: a file that this one still has open for writing could not be started while a parallel test starts something.
    private static async Task OpenerAsync(TemporaryFolder folder)
    {
        const string Script = """
            printf '#!/bin/sh\nprintf %%s "$1" > "%s/new" && mv "%s/new" "%s/opened"\n' "$1" "$1" "$1" > "$1/xdg-open" && chmod +x "$1/xdg-open"
            """;
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", folder.FullPath]))!;
        await shell.WaitForExitAsync(Cancellation);
        Assert.Equal(0, shell.ExitCode);
    }
}
