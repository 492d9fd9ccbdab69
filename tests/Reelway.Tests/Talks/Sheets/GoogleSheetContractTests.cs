using Reelway.Contracts.Talks;

namespace Reelway.Tests.Talks.Sheets;

public sealed class GoogleSheetContractTests(GoogleSandboxFixture google) : OnlineSheetContract, IClassFixture<GoogleSandboxFixture>
{
    internal override Task<IOnlineSheetHarness> StartOnlineAsync(IReadOnlyList<IReadOnlyList<string>> rows)
        => Task.FromResult<IOnlineSheetHarness>(new GoogleSheetHarness(google, rows));
}
