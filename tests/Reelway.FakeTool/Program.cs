using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Media;

// What the first argument asks for. Called like ffmpeg (first argument "-…"), it does what the file "behaviour" beside its last argument says.
return args switch
{
    ["echo", .. var rest] => Echo(rest),
    ["environment", var name] => Echo([Environment.GetEnvironmentVariable(name) ?? "(unset)"]),
    ["input"] => Echo([string.Create(CultureInfo.InvariantCulture, $"{Console.In.ReadToEnd().Length}")]),
    ["flood", var kibibytes] => Flood(int.Parse(kibibytes, CultureInfo.InvariantCulture)),
    ["line", var characters] => Echo([new string('x', int.Parse(characters, CultureInfo.InvariantCulture))]),
    ["exit", var code] => Exit(int.Parse(code, CultureInfo.InvariantCulture)),
    ["hang"] => await HangAsync(stubborn: false),
    ["stubborn"] => await HangAsync(stubborn: true),
    ["grandchild", var end] => await GrandchildAsync(end == "stay"),
    ["parent", var folder, .. var rest] => await ParentAsync(folder, rest),
    ["cut", var folder, var source, var output] => await CutAsync(folder, source, output),
    // A look into a file, which finds nothing.
    [['-', ..], .., "-"] => 0,
    [['-', ..], ..] => await EncodeAsync(args[^1].Replace("file:", "", StringComparison.Ordinal)),
    _ => throw new ArgumentException($"No such behaviour: {string.Join(' ', args)}"),
};

static int Echo(IEnumerable<string> lines)
{
    foreach (var line in lines)
    {
        Console.Out.Write(line + "\n");
    }

    return 0;
}

static int Flood(int kibibytes)
{
    // More than any pipe holds, on both pipes: a reader that waits for one of them first would never come back.
    for (var number = 0; number < kibibytes; number++)
    {
        Console.Error.Write($"{number} ".PadRight(1023, 'e') + "\n");
        Console.Out.Write($"{number} ".PadRight(1023, 'o') + "\n");
    }

    Console.Error.Write("last words");
    return 0;
}

static int Exit(int code)
{
    Console.Error.WriteLine($"ends with {code}");
    return code;
}

static async Task<int> HangAsync(bool stubborn)
{
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
    {
        context.Cancel = stubborn;
        Console.Out.Write("interrupted\n");
        Console.Out.Flush();
    });
    Console.Out.Write("ready\n");
    Console.Out.Flush();
    await Task.Delay(Timeout.Infinite);
    return 0;
}

static async Task<int> GrandchildAsync(bool stay)
{
    // Inherits our pipes, as a shell script's background job would.
    using var grandchild = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["stubborn"]) { UseShellExecute = false })!;
    Console.Out.Write($"grandchild {grandchild.Id}\n");
    Console.Out.Flush();
    return stay ? await HangAsync(stubborn: false) : 0;
}

// Starts a child the way the product does and says its id; the test then kills us.
static async Task<int> ParentAsync(string folder, string[] arguments)
{
    using var runner = new ProcessRunner(new MediaOptions { Folder = folder }, TimeProvider.System);
    await runner.RunAsync(
        new ProcessRequest { Tool = Environment.ProcessPath!, Arguments = arguments, OnLine = line => Echo([line]) }, CancellationToken.None);
    return 0;
}

static async Task<int> CutAsync(string folder, string source, string output)
{
    await using var services = new ServiceCollection()
        .AddSingleton(new MediaOptions { Folder = folder, Preset = "veryslow" })
        .AddSingleton(typeof(Microsoft.Extensions.Logging.ILogger<>), typeof(NullLogger<>))
        .AddMedia()
        .BuildServiceProvider();
    await services.GetRequiredService<VideoCutter>().CutAsync(
        new CutRequest { Source = source, Output = output }, new LineProgress(), CancellationToken.None);
    return 0;
}

static async Task<int> EncodeAsync(string output)
{
    // Like ffmpeg, this looks at no locks: the caller holds one on the output.
    AppContext.SetSwitch("System.IO.DisableFileLocking", true);
    var behaviour = await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(output)!, "behaviour"));
    await File.WriteAllTextAsync(output, "half a film");
    switch (behaviour.Split(' '))
    {
        case ["exit", var code]:
            Console.Error.WriteLine("the encoder has no more wishes");
            return int.Parse(code, CultureInfo.InvariantCulture);
        case ["full"]:
            Console.Error.WriteLine("av_interleaved_write_frame(): No space left on device");
            return 1;
        case ["hang"]:
            Console.Out.Write("out_time_us=100000\nprogress=continue\n");
            Console.Out.Flush();
            await Task.Delay(Timeout.Infinite);
            return 0;
        default:
            // Claims success.
            return 0;
    }
}

internal sealed class LineProgress : IProgress<double>
{
    public void Report(double value)
    {
        Console.Out.Write(string.Create(CultureInfo.InvariantCulture, $"progress {value:0.000}\n"));
        Console.Out.Flush();
    }
}
