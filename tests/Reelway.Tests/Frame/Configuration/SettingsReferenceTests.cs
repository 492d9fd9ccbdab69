using Reelway.Hosting;

namespace Reelway.Tests.Frame.Configuration;

public sealed class SettingsReferenceTests
{
    /// <summary>A new or changed setting is seen in review. To renew the page: <c>REELWAY_RENEW=1</c> and run this test.</summary>
    [Fact]
    public Task The_committed_reference_lists_every_setting_as_the_code_declares_it()
        => CommittedFile.EnsureAsync(
            CommittedFile.PathOf("docs", "settings.md"), new SettingsReference(ReelwaySettings.Catalog).Write(), typeof(SettingsReferenceTests));
}
