namespace Reelway.Connectors.Facebook;

/// <summary>A button below a post.</summary>
/// <param name="Link">Where it leads, outside of Facebook; the post shows the same link.</param>
public sealed record CallToAction(ButtonLabel Label, Uri Link);

/// <summary>What a button can say. Facebook translates it for each reader.</summary>
/// <remarks>Those of Facebook's list that lead to an address; others install apps, call numbers or write messages.</remarks>
public enum ButtonLabel
{
    LearnMore,
    ApplyNow,
    BookNow,
    BookTravel,
    BuyNow,
    BuyTickets,
    ContactUs,
    DonateNow,
    Download,
    GetOffer,
    ListenNow,
    SeeMore,
    ShopNow,
    SignUp,
    Subscribe,
    WatchMore,
    WatchVideo,
}
