using Reelway.Contracts.Talks;
using Reelway.Sandbox;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.Google;
using Reelway.Talks.Sheets;

namespace Reelway.Tests.Talks.Sheets;

/// <summary>A sheet of the Google stand-in, found by its title.</summary>
internal sealed class GoogleSheetHarness : IOnlineSheetHarness
{
    private readonly GoogleSandboxFixture _google;
    private readonly SandboxSpreadsheet _sheet;
    private readonly GoogleSheet _adapter;
    private readonly string _cells;

    public GoogleSheetHarness(GoogleSandboxFixture google, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        _google = google;
        _sheet = google.Sandbox.Google.Create($"Programme {Guid.NewGuid():N}", rows);
        _adapter = google.Open(_sheet.Title);
        _cells = $"/v4/spreadsheets/{_sheet.Id}/values*";
        Heal();
    }

    public ISheet Sheet => _adapter;

    public string Scope => "connection:google";

    public int Writes => _google.Sandbox.Google.Requests.Entries.Count(IsWrite);

    public Task<IReadOnlyList<IReadOnlyList<string>>> CellsAsync() => Task.FromResult(_sheet.Rows());

    public Task ReplaceAsync(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        _sheet.Replace(rows);
        return Task.CompletedTask;
    }

    public Task BreakAsync()
    {
        _sheet.IsShared = false;
        return Task.CompletedTask;
    }

    public void AfterNextRead(Action<IReadOnlyList<IReadOnlyList<string>>, Action<IReadOnlyList<IReadOnlyList<string>>>> change)
        => _sheet.AfterRead = sheet =>
        {
            sheet.AfterRead = null;
            change(sheet.Rows(), rows => sheet.Replace(rows));
        };

    public void Throttle(bool reads) => Order(reads ? "GET" : "POST", FaultEffect.RateLimit, times: 100);

    public void RefuseCredentials() => Order("GET", FaultEffect.ExpireToken, times: 100);

    public void EndLogin() => _google.Sandbox.Google.ExpireTokens();

    public void CutNextRead() => Order("GET", FaultEffect.Cut);

    public void CutNextWrite(bool afterEffect) => Order("POST", afterEffect ? FaultEffect.LostAnswer : FaultEffect.Cut);

    public void HangNextWrite() => Order("POST", FaultEffect.Hang);

    public Task UntilWriteAsync(CancellationToken cancellation)
        => _google.Sandbox.Google.Requests.WaitAsync(requests => requests.Any(IsWrite), cancellation);

    public void Heal() => _google.Sandbox.Faults.Clear();

    public ValueTask DisposeAsync()
    {
        Heal();
        _adapter.Dispose();
        return ValueTask.CompletedTask;
    }

    private bool IsWrite(SandboxRequest request) => request.Method == "POST" && request.Path.Contains(_sheet.Id, StringComparison.Ordinal);

    private void Order(string method, FaultEffect effect, int times = 1)
        => _google.Sandbox.Faults.Add(new SandboxFault("google", effect, new FaultMatch { Method = method, Path = _cells }) { Times = times });
}
