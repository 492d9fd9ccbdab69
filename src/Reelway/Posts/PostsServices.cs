using System.Security.Cryptography;
using Reelway.Engine;
using Reelway.Frame.Schedules;
using Reelway.Posts.Alarms;
using Reelway.Posts.Measuring;
using Reelway.Posts.MovingIn;
using Reelway.Posts.Repeating;

namespace Reelway.Posts;

/// <summary>Registers the posts.</summary>
internal static class PostsServices
{
    /// <summary>Adds the flows and all that they work with. Needs a <see cref="PostsOptions"/>, events, the engine and the connections.</summary>
    public static IServiceCollection AddPosts(this IServiceCollection services) => services
        .AddFlow<SendPost, SendPostInput, SentPost>()
        .AddFlow<MeasurePost, MeasureInput, MeasuredPost>()
        .AddFlow<RepeatPosts, ScheduledSlot, RepeatedPosts>()
        .AddFlow<RaiseAlarms, ScheduledSlot, RaisedAlarms>()
        .AddFlow<ContinueTakeovers, ScheduledSlot, ContinuedTakeovers>()
        .AddFlow<KeepRefusedEvent, RefusedEvent, AcceptedEvent>()
        .AddSingleton<PostStore>()
        .AddSingleton<Chance>(static () => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue)
        .AddScoped<PostAccounts>()
        .AddSingleton<PostFiles>()
        .AddScoped<PostTargets>()
        .AddScoped<PostChoosing>()
        .AddScoped<PostWarnings>()
        .AddScoped<PostDelivery>()
        .AddScoped<PostUploads>()
        .AddSingleton<PostMeasureStore>()
        .AddSingleton<PostUsageStore>()
        .AddSingleton<PostAlarmStore>()
        .AddScoped<PostUsage>()
        .AddSingleton<PostSeriesStore>()
        .AddScoped<PostSeries>()
        .AddScoped<PostMeasuring>()
        .AddScoped<PostAlarms>()
        .AddScoped<PostChanges>()
        .AddScoped<PostReading>()
        .AddScoped<PostOperations>()
        .AddScoped<PostIntake>()
        .AddScoped<PostSending>()
        .AddSingleton<TakeoverStore>()
        .AddScoped<Takeovers>()
        .AddSingleton<IRunWitness, PostEndings>();

    /// <summary>Adds what takes events in from queues and from the folder.</summary>
    public static IServiceCollection AddPostIntake(this IServiceCollection services) => services.AddHostedService<PostQueues>().AddHostedService<PostFolder>();
}
