using Mono.Cecil;

namespace Reelway.Architecture.Tests;

/// <summary>A log message's event id means one message, in all assemblies: alarms are set on it.</summary>
internal static class LogEventRule
{
    private const string Attribute = "Microsoft.Extensions.Logging.LoggerMessageAttribute";

    /// <summary>Every declared log message with its event id.</summary>
    public static IEnumerable<LogEvent> Events(TypeDefinition type)
        => type.NestedTypes.SelectMany(Events).Concat(
            from method in type.Methods
            from attribute in method.CustomAttributes
            where attribute.AttributeType.FullName == Attribute
            select new LogEvent(IdOf(attribute), $"{type.FullName}.{method.Name}"));

    public static IEnumerable<string> Breaches(IEnumerable<LogEvent> events)
        => from one in events.Distinct()
           group one.Message by one.Id into same
           where same.Count() > 1
           select $"Event id {same.Key} is used by {string.Join(" and ", same.Order(StringComparer.Ordinal))}.";

    private static int IdOf(CustomAttribute attribute)
        => attribute.ConstructorArguments.Select(argument => argument.Value).OfType<int>().FirstOrDefault() is var first and not 0
            ? first
            : attribute.Properties.Where(property => property.Name == "EventId").Select(property => (int)property.Argument.Value).FirstOrDefault();
}

/// <summary>A log message and the event id that it is declared with.</summary>
/// <param name="Message">The method that logs it.</param>
internal sealed record LogEvent(int Id, string Message);
