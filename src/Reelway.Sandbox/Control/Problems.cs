using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.Control;

/// <summary>Refusals of the control endpoints as problem+json.</summary>
internal static class Problems
{
    public static IResult BadRequest(string sentence) => TypedResults.Problem(sentence, statusCode: StatusCodes.Status400BadRequest);

    public static IResult NotFound(string sentence) => TypedResults.Problem(sentence, statusCode: StatusCodes.Status404NotFound);
}
