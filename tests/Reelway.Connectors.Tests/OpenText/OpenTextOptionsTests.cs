using System.ComponentModel.DataAnnotations;
using Reelway.Connectors.OpenText;

namespace Reelway.Connectors.Tests.OpenText;

public sealed class OpenTextOptionsTests
{
    [Theory]
    [InlineData("https://dam.example.org", "https://dam.example.org/otmmapi/v6")]
    [InlineData("https://dam.example.org:11090/", "https://dam.example.org:11090/otmmapi/v6")]
    [InlineData("https://dam.example.org/otmmapi", "https://dam.example.org/otmmapi/v6")]
    [InlineData("https://dam.example.org/otmmapi/v5/", "https://dam.example.org/otmmapi/v5")]
    public void An_address_may_name_the_API_and_its_version_or_leave_them_out(string url, string api)
        => Assert.Equal(api, new OpenTextOptions { BaseUrl = new Uri(url) }.Api);

    [Theory]
    [InlineData(OpenTextSignIn.Otds, "AuthUrl ClientId ClientSecret")]
    [InlineData(OpenTextSignIn.Session, "Username Password")]
    [InlineData(OpenTextSignIn.Oauth, "Username Password ClientId ClientSecret")]
    [InlineData(OpenTextSignIn.Ticket, "AuthUrl Username Password")]
    public void What_a_way_to_sign_in_needs_is_asked_for(OpenTextSignIn way, string needed)
    {
        var options = new OpenTextOptions { SignIn = way };

        var problems = options.Validate(new ValidationContext(options)).ToList();

        Assert.Equal(needed.Split(' '), problems.Select(problem => problem.MemberNames.Single()));
        Assert.All(problems, problem => Assert.Equal($"is needed for sign_in: {way.ToString().ToLowerInvariant()}.", problem.ErrorMessage));
    }

    [Fact]
    public void A_path_without_a_place_for_the_id_is_refused()
    {
        var options = new OpenTextOptions { SignIn = OpenTextSignIn.Session, Username = "u", Password = "p", LockPath = "assets/lock", JobPath = "jobs" };

        Assert.Equal(["LockPath", "JobPath"], options.Validate(new ValidationContext(options)).Select(problem => problem.MemberNames.Single()));
    }

    [Fact]
    public void Seconds_of_an_older_configuration_win()
    {
        Assert.Equal(TimeSpan.FromSeconds(120), new OpenTextOptions().CallLimit);
        Assert.Equal(TimeSpan.FromSeconds(90), new OpenTextOptions { TimeoutSeconds = 90 }.CallLimit);
    }
}
