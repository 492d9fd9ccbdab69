using System.Text;
using Reelway.Frame.Configuration;

namespace Reelway.Tests.Frame.Configuration;

public sealed class DotEnvFileTests
{
    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("export A=b", "b")]
    [InlineData("A = b ", "b")]
    [InlineData("A=b # comment", "b")]
    [InlineData("A=b#c", "b#c")]
    [InlineData("A='b # c'", "b # c")]
    [InlineData("A='b\\n$(id)'", "b\\n$(id)")]
    [InlineData("A=\"b\\nc\\\"d\"  # e", "b\nc\"d")]
    [InlineData("A=", "")]
    [InlineData("A=# only a comment", "")]
    [InlineData("A=b=c", "b=c")]
    [InlineData("A=b\r", "b")]
    [InlineData("\uFEFFA=b", "b")]
    [InlineData("A=`id`$(id)${B}", "`id`$(id)${B}")]
    public void An_assignment_is_read(string line, string value)
    {
        var (entries, problems) = Read($"# first\n\n{line}\n");

        Assert.Empty(problems);
        var entry = Assert.Single(entries);
        Assert.Equal(("A", value, 3), (entry.Name, entry.Value, entry.Line));
    }

    [Theory]
    [InlineData("A")]
    [InlineData("=b")]
    [InlineData("A='secret-half")]
    [InlineData("A=\"secret-half")]
    [InlineData("A='b' secret-half")]
    [InlineData("two words=secret-half")]
    public void A_line_that_can_not_be_read_is_told_without_showing_it(string line)
    {
        var (entries, problems) = Read($"{line}\nB=c\n");

        Assert.Equal("B", Assert.Single(entries).Name);
        Assert.Equal(".env (.env:1): not readable; write NAME=value.", Assert.Single(problems).ToString());
    }

    [Fact]
    public void A_file_that_others_may_read_is_a_warning()
    {
        var (_, problems) = Read("A=b\n", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var problem = Assert.Single(problems);
        Assert.False(problem.IsError);
        Assert.Contains("chmod 600 .env", problem.Message, StringComparison.Ordinal);
    }

    private static (IReadOnlyList<DotEnvFile.Entry> Entries, IReadOnlyList<SettingProblem> Problems) Read(
        string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text, new UTF8Encoding(false));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, mode);
            }

            var problems = new SettingProblems();
            return (DotEnvFile.Read(file, ".env", problems), problems.All);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
