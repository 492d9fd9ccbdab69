namespace Reelway.Sandbox.OpenText;

/// <summary>What the stand-in for OpenText knows at its start.</summary>
public sealed record OpenTextSandboxOptions
{
    public string ClientId { get; init; } = "reelway-sandbox";

    public string ClientSecret { get; init; } = "sandbox-otds-secret";

    public string Username { get; init; } = "svc_dam";

    public string Password { get; init; } = "sandbox-dam-password";

    /// <summary>Campaigns that are there at the start.</summary>
    public int Campaigns { get; init; } = 1;

    /// <summary>Master assets of each campaign.</summary>
    public int Masters { get; init; } = 3;

    /// <summary>Bytes of each master, which are made up.</summary>
    public long MasterBytes { get; init; } = 20_000;

    /// <summary>Real media that masters consist of, in turn, instead of made-up bytes.</summary>
    public IReadOnlyList<string> MasterFiles { get; init; } = [];

    public string StatusField { get; init; } = "CAMPAIGN STATUS";

    public string NumberField { get; init; } = "CAMPAIGN NUMBER";

    /// <summary>Folder of a campaign that has its masters; empty: they lie in the campaign itself.</summary>
    public string MastersFolder { get; init; } = "Master Assets";

    /// <summary>Folder of a campaign that takes what comes back.</summary>
    public string FinalFolder { get; init; } = "Final Assets";

    /// <summary>Fields that items may have, besides status and number.</summary>
    public IReadOnlyList<SandboxField> Fields { get; init; } = SandboxFields.Usual;

    /// <summary>Switches that can also be changed while the sandbox runs.</summary>
    public OpenTextSettings Settings { get; init; } = new();
}

/// <summary>A metadata field of the models.</summary>
/// <param name="Category">The category that it stands in.</param>
public sealed record SandboxField(string Id, string Category)
{
    /// <summary>What it offers, by code; null for free text.</summary>
    public IReadOnlyDictionary<string, string>? Values { get; init; }

    /// <summary>Codes of <see cref="Values"/> that may no longer be written.</summary>
    public IReadOnlyList<string> Expired { get; init; } = [];

    /// <summary>The table that it is a column of; null for none.</summary>
    public string? Table { get; init; }

    /// <summary>True for a drop-down that depends on another one.</summary>
    public bool IsCascading { get; init; }

    /// <summary>What masters have in it; a column has a row of each.</summary>
    public IReadOnlyList<string> InMasters { get; init; } = [];

    internal string? Domain => Values is null ? null : $"{Id}.DOMAIN";
}
