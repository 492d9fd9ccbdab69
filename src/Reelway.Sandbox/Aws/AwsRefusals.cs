namespace Reelway.Sandbox.Aws;

/// <summary>The same refusals, which S3 and the JSON services call differently.</summary>
internal sealed class AwsRefusals
{
    private readonly bool _isS3;

    private AwsRefusals(bool isS3) => _isS3 = isS3;

    public static AwsRefusals S3 { get; } = new(isS3: true);

    public static AwsRefusals Json { get; } = new(isS3: false);

    public AwsException NotSigned() => _isS3
        ? new("AccessDenied", "Access Denied", 403)
        : new("MissingAuthenticationTokenException", "Request is missing Authentication Token", 403);

    public AwsException UnknownKey() => _isS3
        ? new("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403)
        : new("UnrecognizedClientException", "The security token included in the request is invalid.", 403);

    public AwsException BadToken() => _isS3
        ? new("InvalidToken", "The provided token is malformed or otherwise invalid.")
        : new("UnrecognizedClientException", "The security token included in the request is invalid.", 403);

    public AwsException Expired() => _isS3
        ? new("ExpiredToken", "The provided token has expired.")
        : new("ExpiredTokenException", "The security token included in the request is expired");

    public AwsException WrongScope(string expected, string found) => _isS3
        ? new("AuthorizationHeaderMalformed", $"The authorization header is malformed; '{found}' is wrong; expecting '{expected}'")
        : new("InvalidSignatureException", $"Credential should be scoped to '{expected}', not '{found}'.", 403);

    public AwsException Skewed(string signed, string now) => _isS3
        ? new("RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", 403)
        : new("InvalidSignatureException", $"Signature not yet current or expired: {signed} is too far from {now} (15 min.)", 403);

    public AwsException Mismatch(string why) => _isS3
        ? new("SignatureDoesNotMatch", why, 403)
        : new("InvalidSignatureException", why, 403);
}
