namespace Reelway.Connectors.OpenText;

/// <summary>How the account signs in.</summary>
public enum OpenTextSignIn
{
    /// <summary>With a client id and secret at OpenText Directory Services.</summary>
    Otds,

    /// <summary>With user and password: a session of the media management itself.</summary>
    Session,

    /// <summary>With user, password, client id and secret at the media management's own token endpoint.</summary>
    Oauth,

    /// <summary>With user and password at OpenText Directory Services, whose ticket opens a session.</summary>
    Ticket,
}

/// <summary>The HTTP method of a call that locks or unlocks.</summary>
public enum OpenTextLockMethod
{
    Put,
    Post,
    Patch,
    Delete,
}
