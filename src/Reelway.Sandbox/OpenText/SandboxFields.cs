namespace Reelway.Sandbox.OpenText;

/// <summary>Metadata of a site that markets things: three categories, drop-downs, a table, a cascading field.</summary>
internal static class SandboxFields
{
    private static readonly Dictionary<string, string> Languages = new() { ["EN"] = "English", ["IT"] = "Italian", ["DE"] = "German", ["FR"] = "French ", ["CS"] = "Czech", ["LA"] = "Latin" };
    private static readonly Dictionary<string, string> Markets = new() { ["IT"] = "Italy", ["FR"] = "France", ["DE"] = "Germany", ["CZ"] = "Czechia" };

    public static IReadOnlyList<SandboxField> Usual { get; } =
    [
        new("CAMPAIGN NAME", "CAMPAIGN"),
        new("ARTESIA.FIELD.ASSET NAME", "ASSET INFO"),
        new("ARTESIA.FIELD.ASSET DESCRIPTION", "ASSET INFO") { InMasters = ["Summer spot, for hazelnuts & more"] },
        new("FERRERO.FIELD.MKTG.ASSET TYPE", "ASSET INFO") { Values = new Dictionary<string, string> { ["spot"] = "TV Spot", ["banner"] = "Banner", ["radio"] = "Radio" }, InMasters = ["spot"] },
        new("FERRERO.FIELD.FISCAL YEAR", "ASSET INFO") { Values = new Dictionary<string, string> { ["2024/2025"] = "FY 24/25", ["2025/2026"] = "FY 25/26", ["2026/2027"] = "FY 26/27" }, Expired = ["2024/2025"], InMasters = ["2026/2027"] },
        new("MAIN_LANGUAGES", "ASSET INFO") { Values = Languages, Expired = ["LA"], InMasters = ["EN"] },
        new("FERRERO.FIELD.STATE", "ASSET INFO") { Values = new Dictionary<string, string> { ["Global"] = "Global", ["Local"] = "Local" }, InMasters = ["Global"] },
        new("FERRERO.FIELD.SUB BRAND", "ASSET INFO") { Values = new Dictionary<string, string> { ["NUT"] = "Nut Bar", ["ICE"] = "Ice" }, IsCascading = true, InMasters = ["NUT"] },
        new("FERRERO.FIELD.ASSETCOMPLIANCE", "ASSET INFO"),
        new("MARKETING_TAG", "ASSET INFO"),
        new("TRACKING ID", "ASSET INFO"),
        new("FERRERO.MARKETING.FIELD.AGENCY NAME", "MARKETING") { InMasters = ["Hall, Part 2"] },
        new("FERRERO.MARKETING.FIELD.SPOT_VERSION", "MARKETING") { InMasters = ["1"] },
        new("FERRERO.MARKETING.FIELD.DIRECTOR_NAME", "MARKETING"),
        new("FERRERO.MARKET.FIELD.IPRIGHT", "MARKET") { InMasters = ["Y"] },
        new("FERRERO.MARKET.FIELD.BUYOUT", "MARKET"),
        new("FERRERO.MARKET.COLUMN.MARKET", "MARKET") { Table = "FERRERO.MARKET.TABLE.MARKETS", Values = Markets, InMasters = ["IT", "FR"] },
        new("FERRERO.MARKET.COLUMN.NOTE", "MARKET") { Table = "FERRERO.MARKET.TABLE.MARKETS", InMasters = ["Hall, Part 2", ""] },
    ];
}
