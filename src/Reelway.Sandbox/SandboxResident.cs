using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox;

/// <summary>
/// A stand-in for one outside system. A new one is a folder with one of these and a line in <see cref="Residents"/>: its endpoints lie below <c>/{Name}</c>,
/// and request log, faults on order, state, page and its part of the configuration come with it.
/// </summary>
/// <param name="name">Path prefix and name in state and faults; lower case.</param>
public abstract class SandboxResident(string name)
{
    internal const int Kept = 10_000;

    private static readonly IReadOnlyList<FaultEffect> UsualEffects =
        [FaultEffect.Status, FaultEffect.Delay, FaultEffect.Hang, FaultEffect.Cut, FaultEffect.LostAnswer, FaultEffect.RateLimit, FaultEffect.ExpireToken];

    public string Name { get; } = name;

    /// <summary>Every request that reached this system, newest last.</summary>
    public Journal<SandboxRequest> Requests { get; } = new(Kept);

    /// <summary>Largest body of a request; larger ones are answered 413.</summary>
    internal virtual long LargestBodyBytes => 10 * 1024 * 1024;

    /// <summary>How it can misbehave.</summary>
    internal virtual IReadOnlyList<FaultEffect> Effects => UsualEffects;

    /// <summary>All that was received and is kept, for <c>/_sandbox/state</c>: an object, and no secret in it.</summary>
    internal abstract object State { get; }

    /// <summary>What can be switched while it runs; null for nothing.</summary>
    internal virtual object? Switches => null;

    /// <summary>The state for a person, as tables, and no secret in it.</summary>
    internal abstract IReadOnlyList<StateTable> Tables();

    /// <summary>What a configuration has of it.</summary>
    /// <param name="sandbox">Base of the sandbox's HTTP addresses.</param>
    internal abstract SampleConnection Connection(Uri sandbox);

    /// <summary>Adds the endpoints; the routes already carry the prefix.</summary>
    internal virtual void Map(IEndpointRouteBuilder routes)
    {
    }

    /// <summary>Adds endpoints that look into or steer this system; the routes lie below <c>/_sandbox/{Name}</c>.</summary>
    internal virtual void MapControl(IEndpointRouteBuilder routes)
    {
    }

    /// <summary>Opens a port of its own, for what is not HTTP.</summary>
    internal virtual void Listen(KestrelServerOptions kestrel)
    {
    }

    /// <summary>Forgets what was received and goes back to the seed.</summary>
    internal virtual void Reset() => Requests.Clear();

    /// <summary>Says what else is wrong with a fault of an effect that it knows, in one sentence; null when nothing is.</summary>
    internal virtual string? Refuse(SandboxFault fault) => null;

    /// <summary>Reads the parameters that a fault may ask for, before the endpoint runs.</summary>
    internal virtual ValueTask<RequestContent> ReadAsync(HttpContext context) => RequestContent.ReadAsync(context);

    /// <summary>Dates an answer by the sandbox's clock: callers put theirs right by it, also by one that a test moves.</summary>
    private protected static void Date(HttpContext context, TimeProvider time) => context.Response.Headers.Date = time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Answers a fault in this system's own words: status, rate limit, expired token.</summary>
    internal virtual Task AnswerAsync(HttpContext context, SandboxFault fault)
    {
        var isLimit = fault.Effect == FaultEffect.RateLimit;
        if (isLimit)
        {
            context.Response.Headers.RetryAfter = $"{fault.Minutes * 60}";
        }

        context.Response.StatusCode = fault.Status ?? (isLimit ? StatusCodes.Status429TooManyRequests : StatusCodes.Status500InternalServerError);
        return Task.CompletedTask;
    }
}

/// <summary>A stand-in with switches: <c>GET</c> and <c>PATCH /_sandbox/{Name}/settings</c> come with it.</summary>
/// <param name="seed">The switches at the start.</param>
/// <exception cref="ArgumentException">A value makes no sense.</exception>
public abstract class SandboxResident<TSettings>(string name, TSettings seed) : SandboxResident(name)
    where TSettings : ResidentSettings
{
    private TSettings _settings = Checked(seed);

    /// <summary>Switches; may be replaced at any time.</summary>
    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    public TSettings Settings
    {
        get => Volatile.Read(ref _settings);
        set => Volatile.Write(ref _settings, Checked(value));
    }

    internal override object? Switches => Settings;

    internal override void MapControl(IEndpointRouteBuilder routes) => routes.MapSettings(() => Settings, settings => Settings = settings);

    internal override void Reset()
    {
        Settings = seed;
        base.Reset();
    }

    private static TSettings Checked(TSettings settings) => settings.Refuse() is { } reason ? throw new ArgumentException(reason) : settings;
}

/// <summary>Switches of a stand-in.</summary>
public abstract record ResidentSettings
{
    /// <summary>Says in one sentence what is wrong with the settings; null when nothing is.</summary>
    internal virtual string? Refuse() => null;
}
