using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;

namespace Reelway.Hosting.Doctor;

/// <summary>Tells what is wrong with the configuration, each problem on its own.</summary>
internal static class ConfigurationChecks
{
    private const string Name = "configuration";

    /// <summary>Settings that are set differently by variables of other names; which one was meant only a person knows.</summary>
    public static IEnumerable<Finding> Conflicts(Settings settings) => settings.Conflicts.Select(conflict => Finding.Warn(
        conflict.Key, $"It is set differently by {string.Join(", ", conflict.Sources)}; the first one holds.", "Take away the others, or make them alike."));

    /// <summary>Its problems; who may read its files has lines of its own.</summary>
    public static IEnumerable<Finding> Look(Settings settings)
    {
        var problems = settings.Problems.Where(problem => problem.OpenFile is null).ToList();
        if (problems.Count == 0)
        {
            yield return Finding.Ok(Name, settings.File ?? "no reelway.yaml here; the defaults hold");
        }

        foreach (var problem in problems)
        {
            yield return problem.IsError
                ? Finding.Fail(Name, problem.ToString(), "Correct it; the server does not start with it.")
                : Finding.Warn(Name, problem.ToString(), "Correct it, or remove it.");
        }
    }
}
