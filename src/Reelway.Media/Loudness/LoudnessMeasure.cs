namespace Reelway.Media;

/// <summary>How loud a sound track is, by EBU R128.</summary>
/// <param name="IntegratedLufs">Loudness of the whole; null where nothing of it is louder than -70 LUFS for 0.4 s, which is all that the measure counts.</param>
/// <param name="TruePeakDbtp">Highest peak between the samples too; null for perfect silence.</param>
/// <param name="RangeLu">From its quiet to its loud passages.</param>
public sealed record LoudnessMeasure(double? IntegratedLufs, double? TruePeakDbtp, double RangeLu);
