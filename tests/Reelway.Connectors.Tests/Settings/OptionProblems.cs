using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Reelway.Connectors.Tests.Settings;

/// <summary>All that options say is wrong with them, by attributes and by themselves.</summary>
internal static class OptionProblems
{
    public static IReadOnlyList<(string Key, string Sentence)> Of(IConnectorOptions options)
    {
        var problems = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true);
        return [.. problems.Select(problem => (JsonNamingPolicy.SnakeCaseLower.ConvertName(Assert.Single(problem.MemberNames)), problem.ErrorMessage!))];
    }
}
