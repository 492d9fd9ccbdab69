using System.ComponentModel.DataAnnotations;

namespace Reelway.Connectors;

/// <summary>Settings of one connection, constructed and filled by the host. What they say about each other, they validate themselves.</summary>
public interface IConnectorOptions : IValidatableObject
{
    /// <summary>Name of the connection: the last part of the fault scope <c>connection:NAME</c>.</summary>
    string Connection { get; }
}
