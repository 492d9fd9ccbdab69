using System.Runtime.Versioning;

// These tests start ./reelway, which is a script for Linux.
[assembly: SupportedOSPlatform("linux")]
