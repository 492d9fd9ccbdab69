namespace Reelway.Media;

/// <summary>What a program that ended by itself left behind.</summary>
/// <param name="ExitCode">Its exit status; 128 + the number of the signal that ended it.</param>
/// <param name="Output">Captured standard output; empty when it went to <see cref="ProcessRequest.OnLine"/>.</param>
/// <param name="ErrorTail">The last 64 KiB of standard error.</param>
/// <param name="Elapsed">From start to end.</param>
public sealed record ProcessResult(int ExitCode, string Output, string ErrorTail, TimeSpan Elapsed);
