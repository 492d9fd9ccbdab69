using Reelway.Connectors;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Frame.Logging;
using Reelway.Frame.Protection;
using Reelway.Frame.Server;
using Reelway.Frame.Telemetry;
using Reelway.Frame.Web;
using Reelway.Media;

namespace Reelway.Hosting;

/// <summary>Every section of the product's configuration, declared once: those of the ground, then those of the parts.</summary>
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
            .Section<UrlsOptions>("urls");
        foreach (var part in Capabilities.All)
        {
            part.Settings(catalog);
            catalog.Reads(part.Documents);
        }

        foreach (var connector in ConnectorCatalog.All)
        {
            catalog.Connector(connector.Id, connector.OptionsType);
        }

        return catalog;
    }
}
