using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Reelway.Frame.Web.Shell;
using Reelway.Storage;

namespace Reelway.Frame.Web;

/// <summary>Turns whatever was thrown, and bare statuses, into a problem or a page. Nothing of the inside gets out.</summary>
internal sealed class Failures(ILogger<Failures> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer. 499 is how proxies log that.
            httpContext.Response.StatusCode = 499;
            return true;
        }

        await AnswerAsync(httpContext, ProblemOf(httpContext, exception));
        return true;
    }

    /// <summary>Answers a request that ended with an error status and no body.</summary>
    public static Task AnswerBareStatusAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        return AnswerAsync(http, http.Features.Get<ProblemHttpResult>() ?? ProblemOf(http));
    }

    /// <summary>Says why a page ends with an error status: the framework drops what a page renders with 404.</summary>
    public static void Explain(HttpContext context, ProblemHttpResult problem)
    {
        context.Response.StatusCode = problem.StatusCode;
        context.Features.Set(problem);
    }

    private static ProblemHttpResult ProblemOf(HttpContext http)
    {
        var kind = WebProblems.ForStatus(http.Response.StatusCode);
        return kind.With(kind.Status switch
        {
            404 => $"There is nothing at {http.Request.Path}.",
            405 => $"{http.Request.Method} is not possible at {http.Request.Path}; allowed: {http.Response.Headers.Allow}.",
            413 => RequestLimits.Sentence(http),
            415 => "Send the body as application/json.",
            _ => kind.Title + ".",
        });
    }

    private static async Task AnswerAsync(HttpContext context, ProblemHttpResult problem)
    {
        if (!Audience.WantsPage(context.Request))
        {
            await problem.ExecuteAsync(context);
            return;
        }

        // A renderer serves one page in its scope, and the one that failed or was dropped has used this request's up.
        await using var scope = context.RequestServices.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        context.Response.Clear();
        await new RazorComponentResult<ErrorPage>(new { problem.ProblemDetails.Title, problem.ProblemDetails.Detail })
        {
            StatusCode = problem.StatusCode,
        }.ExecuteAsync(context);
    }

    private ProblemHttpResult ProblemOf(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case RefusalException refusal:
                return refusal.Problem;
            case BadHttpRequestException { InnerException: AntiforgeryValidationException }:
            case AntiforgeryValidationException:
                return WebProblems.BadForm.With("The form is too old, or was not sent from a page of this server: go back, load the page again and repeat.");
            case BadHttpRequestException { InnerException: JsonException json }:
                return WebProblems.InvalidRequest.With("The body is not the JSON that is expected here.", ErrorOf(json));
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return WebProblems.TooLarge.With(RequestLimits.Sentence(context));
            case BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType }:
                return WebProblems.UnsupportedMediaType.With("Send the body as application/json.");
            case BadHttpRequestException bad:
                return WebProblems.ForStatus(bad.StatusCode).With(
                    "The request could not be read: its body is missing, cut off, or not of the form that is expected here.");
            case StorageException { MayPass: true } storage:
                log.StoreUnavailable(context.Request.Method, context.Request.Path, storage.Message);
                context.Response.Headers.RetryAfter = "5";
                return WebProblems.StoreUnavailable.With(storage.Fault switch
                {
                    StorageFault.NoSpace => "The disk of the database takes no more; nothing was changed. Free some space, then repeat.",
                    StorageFault.Locked => "Another process holds the database; nothing was changed. Repeat when it has ended.",
                    _ => "The database does not answer. What was asked for may or may not have happened; repeat it with the same key when the database is back.",
                });
            default:
                log.RequestFailed(exception, context.Request.Method, context.Request.Path);
                return WebProblems.Unexpected.With("The server's log says what, under the trace id of this answer.");
        }
    }

    /// <summary>Where in the body, in our own words: the serializer's name our types.</summary>
    private static ProblemError ErrorOf(JsonException json)
    {
        var path = json.Path is null or "$" or "" ? "" : json.Path.TrimStart('$').Replace('.', '/');
        return new ProblemError(
            "/body" + path, "invalid-json", $"Not valid JSON here, a value of the wrong type, or a name that is not known{JsonTrouble.Place(json)}.");
    }
}
