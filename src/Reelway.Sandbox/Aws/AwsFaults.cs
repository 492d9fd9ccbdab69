using Microsoft.AspNetCore.Http;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.Aws;

/// <summary>Faults on order in AWS's words.</summary>
internal static class AwsFaults
{
    public static string? Refuse(string system, SandboxFault fault) => fault.Effect == FaultEffect.IndexLag
        ? $"The system \"{system}\" has no index; use \"delay\" or \"status\"."
        : null;

    /// <param name="throttle">What the service says to somebody who called too often.</param>
    /// <param name="throttleStatus">And with which status.</param>
    public static AwsException Of(HttpContext context, SandboxFault fault, AwsRequests requests, AwsRefusals refusals, string throttle, int throttleStatus)
    {
        switch (fault.Effect)
        {
            case FaultEffect.ExpireToken:
                requests.Expire(context.Request);
                return refusals.Expired();
            case FaultEffect.RateLimit:
                return new AwsException(throttle, "Rate exceeded", fault.Status ?? throttleStatus);
            default:
                return fault.Status is 403
                    ? new AwsException("AccessDenied", "Access Denied", 403)
                    : new AwsException(fault.Status is >= 400 and < 500 ? "InvalidRequest" : "InternalFailure", "The request was refused on order.", fault.Status ?? 500);
        }
    }
}
