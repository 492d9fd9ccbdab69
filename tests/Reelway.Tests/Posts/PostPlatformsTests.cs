using System.Reflection;
using Reelway.Configuration;
using Reelway.Connectors;
using Reelway.Connectors.Posting;
using Reelway.Posts;

namespace Reelway.Tests.Posts;

public sealed class PostPlatformsTests
{
    [Fact]
    public void Every_connector_that_publishes_posts_names_its_network_once()
    {
        Assert.Equal(ConnectorCatalog.ThatMake<IPostPublisher>(), ConnectorCatalog.All.Where(connector => connector.Platform is not null).Select(connector => connector.Id));
        Assert.Equal(PostAccounts.Platforms.Distinct(), PostAccounts.Platforms);
    }

    [Fact]
    public void The_reference_of_the_settings_names_every_network()
    {
        var help = typeof(PostAccount).GetProperty(nameof(PostAccount.Platform))!.GetCustomAttribute<SettingAttribute>()!.Help;

        Assert.All(PostAccounts.Platforms, platform => Assert.Contains(platform, help, StringComparison.Ordinal));
    }
}
