namespace Reelway.Connectors;

/// <summary>Settings of one connection, constructed and filled by the host.</summary>
public interface IConnectorOptions
{
    /// <summary>Name of the connection: the last part of the fault scope <c>connection:NAME</c>.</summary>
    string Connection { get; }

    /// <summary>All that is wrong with the settings, apart from required ones that are missing; empty when they can be used.</summary>
    IEnumerable<SettingProblem> Check();
}
