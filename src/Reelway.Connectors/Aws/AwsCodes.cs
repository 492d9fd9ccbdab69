namespace Reelway.Connectors.Aws;

/// <summary>What AWS's error codes mean; the same code may come with several statuses.</summary>
internal static class AwsCodes
{
    private static readonly HashSet<string> Throttles = new(StringComparer.Ordinal)
    {
        "ThrottlingException", "Throttling", "RequestThrottled", "RequestThrottledException", "TooManyRequestsException", "LimitExceededException",
        "ProvisionedThroughputExceededException", "RequestLimitExceeded", "SlowDown", "OverLimit", "PriorRequestNotComplete", "BandwidthLimitExceeded",
    };

    private static readonly HashSet<string> Refusals = new(StringComparer.Ordinal)
    {
        "UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId", "InvalidSignatureException", "SignatureDoesNotMatch",
        "MissingAuthenticationToken", "MissingAuthenticationTokenException", "IncompleteSignature", "IncompleteSignatureException", "InvalidToken",
        "NotAuthorized", "OptInRequired", "InvalidSecurity", "AuthFailure", "AuthorizationHeaderMalformed",
    };

    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        "RequestTimeout", "RequestTimeoutException", "InternalError", "InternalFailure", "InternalException", "InternalServerError", "InternalServerException", "InternalServiceError", "ServiceUnavailable",
        "ServiceUnavailableException", "KmsThrottled", "OperationAborted",
    };

    public static bool IsExpired(string code) => code is "ExpiredToken" or "ExpiredTokenException" or "RequestExpired";

    /// <remarks>The answer to a HEAD has no body: S3's client names it by its status, <c>Forbidden</c>.</remarks>
    public static bool IsDenied(string code) => code is "AccessDenied" or "AccessDeniedException" or "KmsAccessDenied" or "AllAccessDisabled" or "Forbidden";

    public static bool IsMissing(string code) => code is "QueueDoesNotExist" or "AWS.SimpleQueueService.NonExistentQueue" or "NoSuchBucket" or "NoSuchKey"
        or "NoSuchVersion" or "NoSuchUpload" or "NotFound" or "ResourceNotFoundException";

    /// <summary>A bucket in another region than the one that was asked; to a HEAD, whose answer has no body, S3's client names the status.</summary>
    public static bool IsElsewhere(string code, string message) => code is "PermanentRedirect" or "MovedPermanently"
        || (code == "AuthorizationHeaderMalformed" && message.Contains("region", StringComparison.OrdinalIgnoreCase));

    /// <summary>A signature that only the clocks are to blame for.</summary>
    public static bool IsSkewed(string code, string message) => code is "RequestTimeTooSkewed" or "RequestInTheFuture"
        || (code is "InvalidSignatureException" or "SignatureDoesNotMatch"
            && (message.Contains("expired", StringComparison.OrdinalIgnoreCase) || message.Contains("not yet current", StringComparison.OrdinalIgnoreCase)));

    /// <summary>What a code means for the next attempt; null when only its status tells.</summary>
    public static CallFault? Kind(string code) => code switch
    {
        _ when Throttles.Contains(code) => CallFault.RateLimited,
        _ when Refusals.Contains(code) || IsExpired(code) || IsDenied(code) || code is "RequestTimeTooSkewed" => CallFault.Auth,
        _ when Passing.Contains(code) => CallFault.Transient,
        _ when IsMissing(code) => CallFault.Permanent,
        _ => null,
    };
}
