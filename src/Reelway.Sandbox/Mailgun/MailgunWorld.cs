namespace Reelway.Sandbox.Mailgun;

/// <summary>What the stand-in keeps: messages and switches.</summary>
internal sealed class MailgunWorld
{
    private const int KeptMessages = 10_000;

    private readonly Lock _lock = new();
    private MailgunSettings _settings;

    public MailgunWorld(MailgunSettings settings) => _settings = Checked(settings);

    /// <summary>Oldest first.</summary>
    public Journal<MailgunMessage> Messages { get; } = new(KeptMessages);

    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    public MailgunSettings Settings
    {
        get => Volatile.Read(ref _settings);
        set => Volatile.Write(ref _settings, Checked(value));
    }

    public void Keep(MailgunMessage message)
    {
        lock (_lock)
        {
            Messages.Add(message with { Number = Messages.Total + 1 });
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            Messages.Clear();
        }
    }

    private static MailgunSettings Checked(MailgunSettings settings)
        => settings.Refuse() is { } reason ? throw new ArgumentException(reason) : settings;
}
