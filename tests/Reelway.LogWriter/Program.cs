using System.Globalization;
using System.Text;
using Reelway.Frame.Logging;

// PATH NAME COUNT ROTATE_BYTES FILES: appends COUNT lines "NAME number padding end" to a log that others write, too.
var path = args[0];
var name = args[1];
var count = int.Parse(args[2], CultureInfo.InvariantCulture);
using var file = new RotatingFile(path, long.Parse(args[3], CultureInfo.InvariantCulture), int.Parse(args[4], CultureInfo.InvariantCulture));
for (var number = 0; number < count; number++)
{
    // Lengths differ, so that torn lines can't look whole by chance.
    file.Append(Encoding.UTF8.GetBytes($"{name} {number} {new string('x', number % 200)} end\n"));
    file.RotateWhenFull();
}
