using Reelway.Frame.Web;

namespace Reelway.Talks.Facebook;

/// <summary>How the API's description presents the pages' operations.</summary>
internal static class PagesDescriptions
{
    private static readonly ParameterText Connection = new("The connection. Default: that of talks.connection.");

    public static readonly OperationText List = new(
        "listPages",
        "List the pages of a connection",
        "With the user's rights, the state of the page's token, and which talks go to it. Settings whose page is none of these are under `unplaced`.",
        new Dictionary<string, ParameterText> { ["connection"] = Connection },
        """
        {"items":[{"id":"175000000000101","name":"Harbour Stage","username":"harbourstage","category":"Conference","link":"https://www.facebook.com/harbourstage",
         "tasks":["CREATE_CONTENT","MANAGE"],"canPublish":true,"token":"held","problem":null,"talks":["stage Barn"]}],
         "unplaced":[{"talks":"stage Attic","page":"atticstage","problem":"Facebook: page \"atticstage\" was not found"}]}
        """);

    public static readonly OperationText Search = new(
        "searchPages",
        "Search pages to mention",
        "Pages of anybody, by their names. Names alone do not tell who is meant: a person confirms the hit and puts it under talks.mentions.",
        new Dictionary<string, ParameterText> { ["connection"] = Connection, ["q"] = new("Part of the page's name.") },
        """{"items":[{"id":"175000000000103","name":"Workshop Loft","link":"https://www.facebook.com/workshoploft"}]}""");

    public static readonly OperationText Export = new(
        "exportAccessKeys",
        "Export the keys of the stages' pages",
        "A page and its token for each stage, as the old bot wants them. They open the pages: it is noted in the audit log.",
        new Dictionary<string, ParameterText>(),
        """{"keys":[{"stage":"Barn","page":"175000000000101","token":"EAAB…"}],"problems":[]}""",
        """{"connection":"facebook"}""");

    public static readonly OperationText Import = new(
        "importAccessKeys",
        "Take over keys of pages",
        "Keeps the tokens sealed. Stages stay where the settings send them; those that the settings send elsewhere are under `unmapped`. Tokens that Facebook refuses are left out; with `check: false` it is not asked.",
        new Dictionary<string, ParameterText>(),
        """{"pages":1,"unmapped":[{"stage":"Attic","page":"175000000000104"}],"warnings":[]}""",
        """{"connection":"facebook","keys":[{"stage":"Barn","page":"175000000000101","token":"EAAB…"}]}""");
}
