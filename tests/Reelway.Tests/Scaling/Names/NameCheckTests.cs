using System.Text.Json;
using Reelway.Frame.Cli;
using Reelway.Scaling.Names;

namespace Reelway.Tests.Scaling.Names;

public sealed class NameCheckTests
{
    [Fact]
    public void A_list_of_names_is_shown_with_what_is_wrong_and_the_name_to_take()
    {
        var check = NameCheck.Of(NamePattern.Default, NameCheck.Lines("\uFEFFspot_30s_IT_AB12CD.mp4\r\n\r\nspot_30_IT_AB12CD.mp4\nholiday.mp4\n"));

        Assert.Equal(
            """
            ok    spot_30s_IT_AB12CD.mp4 → spot_30s_IT.mp4
            wrong spot_30_IT_AB12CD.mp4
                  Position 6: "30" is not valid as duration: it must be a duration such as 30s; did you mean 30s?
                  Rename it to spot_30s_IT_AB12CD.mp4
            wrong holiday.mp4
                  Position 8: duration is missing: a duration such as 30s.
                  Position 8: language_code is missing: a language code such as IT.
                  Position 8: tracking_id is missing: six letters and digits.
            1 of 3 names fit {subject_title}_{duration}_{language_code}[_{version}]_{tracking_id}

            """,
            Shown(check),
            ignoreLineEndingDifferences: true);
        Assert.False(check.IsValid);
    }

    [Fact]
    public void A_name_that_turns_a_terminal_s_letters_is_shown_without_that()
        => Assert.DoesNotContain(Shown(NameCheck.Of(NamePattern.Default, ["spot\u202E\e[31m_30s_IT_AB12CD.mp4"])), letter => letter is '\u202E' or '\e');

    [Fact]
    public void Programs_get_the_same_as_JSON()
    {
        var json = JsonSerializer.SerializeToElement(NameCheck.Of(NamePattern.Default, ["spot_30_IT_AB12CD.mp4"]), NamesJson.Default.NameCheck);

        var name = json.GetProperty("names")[0];
        Assert.False(name.GetProperty("isValid").GetBoolean());
        Assert.Equal("spot_30s_IT_AB12CD.mp4", name.GetProperty("correctedName").GetString());
        Assert.Equal(
            """{"fault":"value","position":6,"token":"duration","found":"30","nearest":"30s"}""",
            JsonSerializer.Serialize(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(name.GetProperty("violations")[0])!.Where(pair => pair.Key != "message").ToDictionary()));
    }

    private static string Shown(NameCheck check)
    {
        using var written = new StringWriter();
        check.Show(new CliText(written, colored: false));
        return written.ToString();
    }
}
