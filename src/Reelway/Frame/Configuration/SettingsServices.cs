namespace Reelway.Frame.Configuration;

/// <summary>Registers how settings that may change while the server runs are asked for.</summary>
internal static class SettingsServices
{
    /// <summary>Adds <see cref="Current{T}"/> and <see cref="Live{T}"/> of every section. Needs the sections as they were at the start.</summary>
    public static IServiceCollection AddLiveSettings(this IServiceCollection services)
        => services.AddSingleton<SettingsState>().AddSingleton(typeof(Live<>)).AddScoped<SettingsSnapshot>().AddScoped(typeof(Current<>));
}
