namespace Reelway.Media.Tests;

public sealed class EncoderSlotsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_more_encoders_run_than_allowed_over_all_processes_of_the_folder()
    {
        // Two objects lock the same files as two processes would.
        using var one = new EncoderSlots(_folder.Options, new FastTime());
        using var other = new EncoderSlots(_folder.Options, new FastTime());
        var first = await one.TakeAsync(Cancellation);
        var second = await other.TakeAsync(Cancellation);
        var third = one.TakeAsync(Cancellation);
        var fourth = other.TakeAsync(Cancellation);
        Assert.False(third.IsCompleted || fourth.IsCompleted);

        first.Dispose();
        var next = await Task.WhenAny(third, fourth);
        (await next).Dispose();
        second.Dispose();
        (await third).Dispose();
        (await fourth).Dispose();
    }

    [Fact]
    public void A_limit_that_would_let_nothing_run_is_refused()
        => Assert.Contains("media.encoders is 0", Assert.Throws<ArgumentException>(() => new EncoderSlots(new MediaOptions { Encoders = 0 }, TimeProvider.System)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_cancelled_waiter_leaves_its_place_to_the_next()
    {
        using var slots = new EncoderSlots(new MediaOptions { Folder = _folder.Options.Folder, Encoders = 1 }, TimeProvider.System);
        var held = await slots.TakeAsync(Cancellation);
        using var cancel = new CancellationTokenSource();
        var impatient = slots.TakeAsync(cancel.Token);
        var patient = slots.TakeAsync(Cancellation);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        held.Dispose();
        held.Dispose();
        (await patient).Dispose();
    }
}
