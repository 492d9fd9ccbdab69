using Reelway.Contracts.Servers;

[assembly: AssemblyFixture(typeof(SharedServers))]
