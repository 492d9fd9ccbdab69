using Reelway.Hosting.Configuration;

namespace Reelway.Hosting.Doctor;

/// <summary>Tells what is wrong with the configuration, each problem on its own.</summary>
internal static class ConfigurationChecks
{
    private const string Name = "configuration";

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
