using System.Runtime.Versioning;

// These tests start the program as a service runs it, with signals and rights of files.
[assembly: SupportedOSPlatform("linux")]
