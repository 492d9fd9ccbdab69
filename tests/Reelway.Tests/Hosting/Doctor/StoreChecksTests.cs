using System.Text.Json;
using Reelway.Frame.Doctor;
using Reelway.Hosting.Doctor;

namespace Reelway.Tests.Hosting.Doctor;

public sealed class StoreChecksTests
{
    [Fact]
    public void What_a_server_that_is_ready_warns_of_is_passed_on()
    {
        var answer = JsonElement.Parse(
            """{"ok":true,"version":"1","parts":[{"name":"runs","ok":true,"detail":null},{"name":"webhooks","ok":false,"detail":"1 of 2 webhook endpoints get nothing."}]}""");

        Assert.Equal(
            [Finding.Warn("webhooks", "1 of 2 webhook endpoints get nothing.", "The server goes on; see what it says.")], StoreChecks.ConditionsOf(answer));
    }
}
