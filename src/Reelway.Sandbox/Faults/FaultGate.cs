using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Reelway.Sandbox.Faults;

/// <summary>Stands before every stand-in's endpoints: applies the ordered fault and writes the request log.</summary>
internal sealed class FaultGate(
    IReadOnlyDictionary<string, SandboxResident> systems, FaultBook faults, TimeProvider time, CancellationToken stopping)
{
    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? "/";
        var end = path.IndexOf('/', 1);
        if (!systems.TryGetValue(end < 0 ? path[1..] : path[1..end], out var system))
        {
            await next(context);
            return;
        }

        var entry = new SandboxRequest(time.GetUtcNow(), context.Request.Method, path, 0, "", null);
        if (await ReadAsync(system, context) is not { } content)
        {
            system.Requests.Add(entry with { Status = context.RequestAborted.IsCancellationRequested ? 0 : context.Response.StatusCode });
            return;
        }

        IReadOnlyList<string> paths = [end < 0 ? "/" : path[end..], path];
        var fault = faults.Take(system.Name, context.Request.Method, paths, content.Parameters);
        entry = entry with { Detail = content.Detail, Fault = fault?.Effect };

        // Logged before the answer leaves, so that whoever has the answer also finds the request in the log.
        var logged = 0;
        void Log(int status)
        {
            if (Interlocked.Exchange(ref logged, 1) == 0)
            {
                system.Requests.Add(entry with { Status = status });
            }
        }

        context.Response.OnStarting(() =>
        {
            Log(context.Response.StatusCode);
            return Task.CompletedTask;
        });
        if (fault?.Effect == FaultEffect.Hang)
        {
            Log(0);
        }

        if (!await AnsweredAsync(system, context, fault, next))
        {
            Log(0);
            context.Abort();
        }
    }

    /// <summary>Null when the request could not be read; it is then answered or its connection gone.</summary>
    private static async ValueTask<RequestContent?> ReadAsync(SandboxResident system, HttpContext context)
    {
        try
        {
            var most = system.LargestBodyBytes;
            context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = most;
            return context.Request.ContentLength > most
                ? throw new BadHttpRequestException($"The body is longer than {most} bytes.", StatusCodes.Status413PayloadTooLarge)
                : await system.ReadAsync(context);
        }
        catch (BadHttpRequestException e)
        {
            context.Response.StatusCode = e.StatusCode;
        }
        catch (InvalidDataException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Abort();
        }

        return null;
    }

    /// <summary>False when the connection is to be cut.</summary>
    private async Task<bool> AnsweredAsync(SandboxResident system, HttpContext context, SandboxFault? fault, RequestDelegate next)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            return await ApplyAsync(system, context, fault, next, leave.Token);
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            return false;
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            // Of a body whose length nobody announced.
            context.Response.StatusCode = e.StatusCode;
            return true;
        }
    }

    private async Task<bool> ApplyAsync(
        SandboxResident system, HttpContext context, SandboxFault? fault, RequestDelegate next, CancellationToken leave)
    {
        switch (fault?.Effect)
        {
            case FaultEffect.Cut:
                return false;
            case FaultEffect.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, leave);
                return false;
            case FaultEffect.LostAnswer:
                await RunUnheardAsync(context, next);
                return false;
            case FaultEffect.Delay:
                await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs ?? 0), time, leave);
                await next(context);
                return true;
            case FaultEffect.Status when fault.Body is not null:
                await context.AnswerAsync(fault.Status ?? StatusCodes.Status500InternalServerError, fault.ContentType, fault.Body);
                return true;
            case null:
                await next(context);
                return true;
            default:
                await system.AnswerAsync(context, fault);
                return true;
        }
    }

    /// <summary>The endpoint writes into nothing, so that not even the status line leaves before the cut.</summary>
    private static async Task RunUnheardAsync(HttpContext context, RequestDelegate next)
    {
        var answer = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        try
        {
            await next(context);
        }
        finally
        {
            context.Features.Set(answer);
        }
    }
}
