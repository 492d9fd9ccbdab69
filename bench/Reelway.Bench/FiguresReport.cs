using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Reelway.Bench;

/// <summary>Prints a line of figures per case, for people or programs; a figure's name bears its unit.</summary>
internal sealed class FiguresReport(bool asJson, TextWriter output)
{
    public void Add(string name, params IReadOnlyList<(string Name, double Value)> figures)
    {
        if (asJson)
        {
            var line = new JsonObject { ["name"] = name };
            foreach (var figure in figures)
            {
                line[figure.Name] = Math.Round(figure.Value, 3);
            }

            output.WriteLine(line.ToJsonString(JsonSerializerOptions.Web));
        }
        else
        {
            var words = figures.Select(figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Name} {figure.Value:0.###}"));
            output.WriteLine($"{name,-28} {string.Join("   ", words)}");
        }
    }
}
