namespace Reelway.Connectors.Box;

/// <summary>Box as configuration and help pages see it. What it can do is <see cref="BoxFiles"/> and <see cref="BoxWebhooks"/>.</summary>
internal static class BoxConnector
{
    public const string Name = "Box";

    public static ConnectorDescriptor Descriptor { get; } = ConnectorDescriptor.For<BoxOptions>("box", Name)
        .Makes((options, tools) => BoxFiles.Create(options, tools.Http))
        .Makes((options, tools) => BoxWebhooks.Create(options, tools.Http))
        .IsCheckedBy(BoxCheck.Call, BoxCheck.RunAsync);
}
