using Reelway.Connectors;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Frame.Configuration;
using Reelway.Frame.Logging;
using Reelway.Frame.Protection;
using Reelway.Frame.Server;
using Reelway.Frame.Telemetry;
using Reelway.Frame.Web;
using Reelway.Media;
using Reelway.Runs.Probe;
using Reelway.Talks;

namespace Reelway.Hosting;

/// <summary>Every section of the product's configuration, declared once. A new part adds its line here.</summary>
internal static class ReelwaySettings
{
    /// <summary>The sections in the order in which <c>config show</c> lists them.</summary>
    public static SettingsCatalog Catalog { get; } = Create();

    private static SettingsCatalog Create()
    {
        var catalog = new SettingsCatalog()
            .Section<DataOptions>("data")
            .Section<StorageOptions>("storage")
            .Section<DoorbellOptions>("doorbell")
            .Section<SecretsOptions>("secrets")
            .Section<ServerOptions>("server")
            .Section<WorkerOptions>("worker")
            .Section<LogOptions>("log")
            .Section<TelemetryOptions>("telemetry")
            .Section<EngineOptions>("engine")
            .Section<MediaOptions>("media")
            .Section<TalksOptions>("talks")
            .Section<NotificationsOptions>("notifications")
            .Section<ProbeOptions>("probe")
            .Section<UrlsOptions>("urls")
            .InDataDirectory(LogOptions.FolderKey, "logs")
            .InDataDirectory("media.folder", "media")
            .IsPath("media.intro")
            .IsPath("media.outro");
        foreach (var connector in ConnectorCatalog.All)
        {
            catalog.Connector(connector.Id, connector.OptionsType);
        }

        return catalog;
    }
}
