using Microsoft.AspNetCore.Http.HttpResults;

namespace Reelway.Frame.Web;

/// <summary>What was asked for is not done. The API answers with the problem, a form goes back to its page with the sentence, a command ends with it.</summary>
internal sealed class RefusalException(ProblemHttpResult problem) : Exception(problem.ProblemDetails.Detail)
{
    public ProblemHttpResult Problem => problem;
}
