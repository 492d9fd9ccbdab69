namespace Reelway.Connectors.Aws;

/// <summary>AWS as configuration and help pages see it. What it can do is <see cref="AwsQueues"/>, <see cref="AwsBuckets"/>, <see cref="AwsEvents"/>, <see cref="AwsSchedules"/> and <see cref="AwsSecrets"/>.</summary>
internal static class AwsConnector
{
    public const string Name = "AWS";

    public static ConnectorDescriptor Descriptor { get; } = ConnectorDescriptor.For<AwsOptions>("aws", Name)
        .Makes((options, tools) => AwsQueues.Create(options, tools.Http))
        .Makes((options, tools) => AwsBuckets.Create(options, tools.Http))
        .Makes((options, tools) => AwsEvents.Create(options, tools.Http))
        .Makes((options, tools) => AwsSchedules.Create(options, tools.Http))
        .Makes((options, tools) => AwsSecrets.Create(options, tools.Http))
        .IsCheckedBy(AwsCheck.Call, AwsCheck.RunAsync);
}
