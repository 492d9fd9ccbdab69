using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Wrong.Api;

internal sealed record KeptRequest(string Name);

internal sealed record LostRequest(string Name);

internal sealed record LostAnswer(int Count);

internal sealed record ProblemKind(string Code);

[JsonSerializable(typeof(KeptRequest))]
internal sealed partial class ApiJson : JsonSerializerContext;

internal static class LostApi
{
    private static readonly ProblemKind Known = new("known");
    private static readonly ProblemKind Lost = new("lost");

    public static void Map(Routes routes)
    {
        Routes.AddProblemKinds(Known);
        routes.MapPost("/kept", Keep);
        routes.MapPost("/lost", LoseAsync);
    }

    private static void Keep(KeptRequest body) => _ = body.Name;

    private static async Task<Results<Ok<LostAnswer>, ProblemHttpResult>> LoseAsync(LostRequest body)
    {
        await Task.Yield();
        return body.Name.Length > 0 ? TypedResults.Ok(new LostAnswer(1)) : TypedResults.Problem(Lost.Code);
    }
}

internal sealed class Routes
{
    public List<Delegate> Mapped { get; } = [];

    public static void AddProblemKinds(ProblemKind kind) => _ = kind.Code;

    public void MapPost(string path, Delegate handler) => Mapped.Add(path.Length > 0 ? handler : throw new ArgumentException("A path is empty.", nameof(path)));
}
