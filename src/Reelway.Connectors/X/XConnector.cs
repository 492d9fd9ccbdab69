using Reelway.Connectors.Posting;

namespace Reelway.Connectors.X;

/// <summary>X as configuration and help pages see it. What it can do is <see cref="XPosts"/>.</summary>
internal static class XConnector
{
    public const string Name = "X";

    public static ConnectorDescriptor Descriptor { get; } = ConnectorDescriptor.For<XOptions>("x", Name)
        .Makes<IPostPublisher>((options, tools) => XPosts.Create(options, tools.Http))
        .IsCheckedBy(XCheck.Call, XCheck.RunAsync);
}
