namespace Reelway.Connectors.OpenText;

/// <summary>OpenText Media Management as configuration and help pages see it. What it can do is <see cref="OpenTextDam"/>.</summary>
internal static class OpenTextConnector
{
    public const string Name = "OpenText";

    public static ConnectorDescriptor Descriptor { get; } = ConnectorDescriptor.For<OpenTextOptions>("opentext", Name)
        .Makes((options, tools) => OpenTextDam.Create(options, tools.Http))
        .IsCheckedBy(OpenTextCheck.Call, OpenTextCheck.RunAsync);
}
