using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Reelway.Configuration;

namespace Reelway.Frame.Schedules;

/// <summary>A flow that is started at times.</summary>
/// <param name="Name">Stable name, dotted lower case: <c>runs.archive</c>.</param>
/// <param name="Flow">The flow's name; its input is a <see cref="ScheduledSlot"/>.</param>
/// <param name="Text">What it does, in a few words.</param>
/// <param name="Rule">When; null when it is off.</param>
/// <param name="Jitter">Each slot begins up to so much later, by a share that its name and time decide. Its key stays the slot.</param>
/// <param name="Off">Why it is off, as a sentence; null when it is not.</param>
internal sealed record Schedule(string Name, string Flow, string Text, ScheduleRule? Rule, Overlap Overlap, CatchUp CatchUp, TimeSpan Jitter, string? Off)
{
    /// <summary>What the times of its slots depend on; when it changes, what was planned no longer holds.</summary>
    public string Plan => Rule is null ? "" : Jitter > TimeSpan.Zero ? $"{Rule.Text} jitter {Durations.Format(Jitter)}" : Rule.Text;

    /// <summary>The key of a slot's run: in UTC, so that a doubled hour has two.</summary>
    public string KeyOf(DateTimeOffset slot) => $"{Name}/{Shown(slot)}";

    /// <summary>When a slot begins: with its jitter, and never after the next one.</summary>
    public DateTimeOffset DueOf(DateTimeOffset slot)
    {
        if (Jitter <= TimeSpan.Zero)
        {
            return slot;
        }

        var gap = (Rule?.Next(slot) ?? DateTimeOffset.MaxValue) - slot;
        var share = BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(KeyOf(slot)))) / (double)uint.MaxValue;
        return slot + TimeSpan.FromMilliseconds(Math.Floor((gap < Jitter ? gap : Jitter).TotalMilliseconds * share));
    }

    /// <summary>A time as keys hold it.</summary>
    public static string Shown(DateTimeOffset time)
        => time.UtcDateTime.ToString(time.Millisecond == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
