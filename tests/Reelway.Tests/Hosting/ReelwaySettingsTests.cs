using Reelway.Frame.Configuration;
using Reelway.Frame.Web;
using Reelway.Hosting;
using Reelway.Media;
using Reelway.Tests.Frame.Configuration;

namespace Reelway.Tests.Hosting;

public sealed class ReelwaySettingsTests
{
    [Fact]
    public void The_defaults_are_usable_and_lie_in_the_data_directory()
    {
        using var folder = new SettingsFolder { Catalog = ReelwaySettings.Catalog };

        var settings = folder.Load();

        Assert.Empty(settings.Problems);
        var data = settings.Get<DataOptions>().Directory;
        Assert.Equal(Path.Combine(folder.Path, "data"), data);
        Assert.Equal(Path.Combine(data, "reelway.db"), settings.Get<StorageOptions>().SqliteFile(data));
        Assert.Equal("file:library", settings.Get<MediaOptions>().Library);
        Assert.Equal(Path.Combine(data, "media"), settings.Get<MediaOptions>().Folder);
        Assert.Equal(["http://127.0.0.1:5080"], settings.Get<ServerOptions>().Urls);
    }

    [Theory]
    [InlineData("storage.url", "postgresql://db/reelway", "is not the address of a database: the user or the database's name is missing: postgresql://user[:password]@host:port/database.")]
    [InlineData("storage.url", "sqlite:", "is not the address of a database that this version knows; write sqlite:PATH or postgresql://user[:password]@host:port/database.")]
    [InlineData("doorbell.url", "http://broker", "is not the address of a broker: write amqp://user:password@host:5672/virtual-host, or amqps: for TLS.")]
    [InlineData("media.library", "s3://", "\"s3://\" is not a library that this version knows; write file:DIR or s3://bucket/prefix.")]
    [InlineData("media.encoders", "0", "must be 1 to 1000.")]
    [InlineData("media.time_limit", "0s", "must be at least 1ms.")]
    [InlineData("server.api_key", "short", "is shorter than 16 characters; make one with: openssl rand -hex 32")]
    [InlineData("urls.allow", "http://lab", "\"http://lab\" is not a host, address or network; write lab.example.org, 10.20.0.7 or 10.20.0.0/16, without http:// and port.")]
    [InlineData("probe.hosts", "lab:80", "\"lab:80\" is not a host, address or network; write lab.example.org, 10.20.0.7 or 10.20.0.0/16, without http:// and port.")]
    [InlineData("log.level", "loud", "\"loud\" is not one of trace, debug, info, warn, error.")]
    [InlineData("media.libary", "x", "unknown setting; did you mean media.library?")]
    [InlineData("media.wrokers", "1", "unknown setting; did you mean media.workers?")]
    public void What_does_not_fit_is_told(string key, string value, string message)
    {
        using var folder = new SettingsFolder { Catalog = ReelwaySettings.Catalog };

        Assert.Equal(message, folder.Problem(null, null, (key, value)).Message);
    }

    [Fact]
    public void Every_setting_can_be_set_by_its_variable()
    {
        using var folder = new SettingsFolder { Catalog = ReelwaySettings.Catalog };
        var keys = folder.Load().Effective.Select(setting => setting.Key).Order().ToList();

        Assert.All(keys, key => Assert.True(ReelwaySettings.Catalog.HasFolded([.. SettingPath.Split(key)!.Select(SettingNames.Fold)]), key));
        Assert.Equal(keys.Count, keys.Distinct().Count());
    }
}
