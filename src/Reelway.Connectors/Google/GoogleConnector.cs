namespace Reelway.Connectors.Google;

/// <summary>Google as configuration and help pages see it. What it can do is <see cref="GoogleSheets"/>.</summary>
internal static class GoogleConnector
{
    public const string Name = "Google";

    public static ConnectorDescriptor Descriptor { get; } = ConnectorDescriptor.For<GoogleOptions>("google", Name)
        .Makes((options, tools) => GoogleSheets.Create(options, tools.Http))
        .IsCheckedBy(GoogleCheck.Call, GoogleCheck.RunAsync);
}
