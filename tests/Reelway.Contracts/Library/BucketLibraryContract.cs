using System.Security.Cryptography;
using Reelway.Connectors;
using Reelway.Contracts.Connectors;
using Reelway.Library;

namespace Reelway.Contracts.Library;

/// <summary>What a library in a bucket must do besides, while the line to it fails. A new store adds one subclass and no new assertions.</summary>
public abstract class BucketLibraryContract : MediaLibraryContract
{
    // A call, and the times that the client of S3 repeats it by itself.
    private const int Tries = 3;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    // Long enough for a server on a busy machine to answer in, short enough to wait for.
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    // The line holds bodies of 64 KiB.
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(40_000);

    private ScriptedHttpServer? _line;

    /// <summary>An empty library behind a line that misbehaves as told.</summary>
    /// <param name="callTimeout">How long a call may take, and a download may stand still.</param>
    internal abstract Task<FaultyLibrary> OpenBehindLineAsync(TimeSpan callTimeout);

    public override async ValueTask DisposeAsync()
    {
        if (_line is not null)
        {
            await _line.DisposeAsync();
        }

        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(0, 500)] // at the first question
    [InlineData(1, 500)] // at the upload
    [InlineData(1, 503)]
    [InlineData(2, 500)] // at the look at what is there
    public async Task A_storm_of_errors_is_told_as_passing_and_what_is_kept_again_is_whole(int callsBefore, int status)
    {
        var (library, line) = await BehindLineAsync(Long);
        Behave(line, callsBefore, Enumerable.Repeat(ScriptedAnswer.Empty(status), Tries));

        var fault = await FaultOfKeepingAsync(library);

        Assert.Equal(CallFault.Transient, fault.Kind);
        await KeepsWholeAsync(library);
    }

    [Fact]
    public async Task A_single_error_costs_no_attempt()
    {
        var (library, line) = await BehindLineAsync(Long);
        Behave(line, callsBefore: 1, [ScriptedAnswer.Empty(500)]);

        await KeepsWholeAsync(library);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_refusal_is_not_repeated(int callsBefore)
    {
        var (library, line) = await BehindLineAsync(Long);
        Behave(line, callsBefore, [ScriptedAnswer.Empty(403)]);

        var fault = await FaultOfKeepingAsync(library);

        Assert.True(fault.Kind is CallFault.Auth or CallFault.Permanent, $"{fault.Kind}: {fault.Message}");
        Assert.Equal(callsBefore + 1, line.Received.Count);
        await KeepsWholeAsync(library);
    }

    [Fact]
    public async Task What_was_kept_although_nobody_was_told_is_the_same_when_it_is_kept_again()
    {
        var (library, line) = await BehindLineAsync(Long);
        var pass = line.Behind!;
        var puts = 0;
        line.Behind = async (request, cancellation) =>
        {
            var answer = await pass(request, cancellation);
            if (request.Method == "PUT")
            {
                Interlocked.Increment(ref puts);
                throw new IOException("The answer is lost.");
            }

            return answer;
        };

        var fault = await FaultOfKeepingAsync(library);
        line.Behind = pass;

        Assert.Equal((CallFault.Transient, false), (fault.Kind, fault.OutcomeUnknown));
        Assert.InRange(puts, Tries, int.MaxValue);
        await KeepsWholeAsync(library);
    }

    [Theory]
    [InlineData(Misbehaviour.Close)]
    [InlineData(Misbehaviour.Reset)]
    public async Task A_single_lost_answer_costs_no_attempt(Misbehaviour how)
    {
        var (library, line) = await BehindLineAsync(Long);
        Behave(line, callsBefore: 1, [ScriptedAnswer.Behind(how)]);

        await KeepsWholeAsync(library);
    }

    [Theory]
    [InlineData(Misbehaviour.CutBody)]
    [InlineData(Misbehaviour.StallBody)]
    public async Task A_download_that_breaks_goes_on_where_it_was(Misbehaviour how)
    {
        var (library, line) = await BehindLineAsync(Short);
        var video = await KeepAsync(library, "Owls.mp4", Content);
        Behave(line, callsBefore: 1, [ScriptedAnswer.Behind(how, bytesBefore: 12_000)]);

        Assert.Equal(Content, await FetchAsync(library, video));
        Assert.Contains(line.Received, request => request.Headers.TryGetValue("Range", out var range) && range.StartsWith("bytes=12000-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_download_that_drips_is_waited_for()
    {
        var (library, line) = await BehindLineAsync(Short);
        var video = await KeepAsync(library, "Owls.mp4", Content[..10]);
        Behave(line, callsBefore: 1, [ScriptedAnswer.Behind(Misbehaviour.Drip)]);

        Assert.Equal(Content[..10], await FetchAsync(library, video));
    }

    [Fact]
    public async Task What_is_cancelled_in_the_middle_of_a_call_ends_and_can_be_kept_again()
    {
        var (library, line) = await BehindLineAsync(Long);
        Behave(line, callsBefore: 1, [ScriptedAnswer.Behind(Misbehaviour.Silence)]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var keeping = library.KeepAsync(await FileAsync(Content), Folder, "Owls.mp4", stop.Token);
        await line.RequestArrivedAsync(Cancellation);
        await line.RequestArrivedAsync(Cancellation);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => keeping);
        await KeepsWholeAsync(library);
    }

    private async Task<FaultyLibrary> BehindLineAsync(TimeSpan callTimeout)
    {
        var faulty = await OpenBehindLineAsync(callTimeout);
        _line = faulty.Line;
        return faulty;
    }

    /// <summary>Lets some calls through and the next ones not.</summary>
    private static void Behave(ScriptedHttpServer line, int callsBefore, IEnumerable<ScriptedAnswer> answers)
        => line.AnswerNext(Enumerable.Repeat(ScriptedAnswer.Behind(Misbehaviour.None), callsBefore).Concat(answers));

    private async Task<ConnectorException> FaultOfKeepingAsync(MediaLibrary library)
        => await Assert.ThrowsAsync<ConnectorException>(() => KeepAsync(library, "Owls.mp4", Content));

    private async Task KeepsWholeAsync(MediaLibrary library)
        => Assert.Equal(Content, await FetchAsync(library, await KeepAsync(library, "Owls.mp4", Content)));
}
