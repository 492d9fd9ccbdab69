using System.Globalization;

namespace Reelway.Media;

/// <summary>The note about one running child: a file named <c>PID-STARTTICKS</c> that holds the boot's id.</summary>
internal sealed class ChildNote : IDisposable
{
    private readonly string _path;

    private ChildNote(string path) => _path = path;

    public static ChildNote Write(string folder, ProcessIdentity child)
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{child.Pid}-{child.StartTicks}"));
        File.WriteAllText(path, child.Boot);
        return new ChildNote(path);
    }

    /// <summary>The child that the note is about; null when the file is no such note, or was cut short by a full disk or a crash.</summary>
    public static ProcessIdentity? Read(string path)
    {
        var parts = Path.GetFileName(path).Split('-');
        return parts is [var pid, var ticks]
            && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var pidNumber)
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var tickNumber)
            && pidNumber > 1
            ? new ProcessIdentity(pidNumber, tickNumber, File.ReadAllText(path).Trim())
            : null;
    }

    public void Dispose() => File.Delete(_path);
}
