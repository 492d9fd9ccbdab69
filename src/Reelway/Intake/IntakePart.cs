using Reelway.Frame;
using Reelway.Frame.Configuration;
using Reelway.Frame.Public;
using Reelway.Incoming;
using Reelway.Sandbox;

namespace Reelway.Intake;

/// <summary>Intake: queues, buckets' events and a watched folder, and who may hand files in. What is taken in goes to the <see cref="IntakeHandler"/>.</summary>
internal sealed class IntakePart : Part
{
    public override void Settings(SettingsCatalog settings) => settings.Section<IntakeOptions>("intake")
        .Moved("talks", "intake", "folder", "allow", "settle", "rescan", "queues", "queue_limit", "queue_wait", "queue_pause");

    public override string SandboxSample(SandboxOptions accounts) => $$"""
        intake:
          folder: recordings       # whatever appears here and stands still is taken in
          settle: 2s               # for so long
          # queues:                # recordings from a bucket of the sandbox, announced by a queue of it
          #   main: { queue: {{accounts.Aws.Queues.Keys.First()}}, buckets: [{{accounts.Aws.Buckets[0]}}] }

        """;

    public override void Public(PublicPaths paths)
    {
        foreach (var (name, receiver) in paths.Settings.Get<IncomingOptions>().Receivers.Where(one => one.Value.For == ReceiverUse.Intake))
        {
            receiver.Map(paths, name, AnnouncedObjects.TakeAsync);
        }
    }

    public override void Web(IServiceCollection services) => services.AddSingleton<HandedInFiles>();

    public override void Intake(IServiceCollection services) => services.AddHostedService<WatchedFolder>().AddHostedService<QueueIntake>();
}
