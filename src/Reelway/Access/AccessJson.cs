using System.Text.Json;
using System.Text.Json.Serialization;
using Reelway.Frame.Operations;

namespace Reelway.Access;

/// <summary>What is asked and answered about keys and people, as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ListOf<KeyItem>))]
[JsonSerializable(typeof(CreateKeyRequest))]
[JsonSerializable(typeof(CreatedKey))]
[JsonSerializable(typeof(ListOf<PersonItem>))]
[JsonSerializable(typeof(AddPersonRequest))]
[JsonSerializable(typeof(AddedPerson))]
[JsonSerializable(typeof(PersonLink))]
[JsonSerializable(typeof(RoleRequest))]
[JsonSerializable(typeof(ReasonRequest))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(ListOf<AuditItem>))]
[JsonSerializable(typeof(AuditItem))]
internal sealed partial class AccessJson : JsonSerializerContext;
