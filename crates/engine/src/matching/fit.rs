//! Whether an offer fits a need, how well, and why.

/// Where something is: its community and the subdistrict above, as numbers that are the same for the same area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Community.
    pub community: u32,
    /// Subdistrict.
    pub street: u32,
}

/// How close an offer is to a need, or how far it reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Close {
    /// In the same community.
    #[default]
    Community,
    /// In the same subdistrict.
    Street,
    /// Anywhere in the place.
    Place,
}

/// When something is wanted or can be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// At any time.
    Any,
    /// At this time, a number that is the same for the same time.
    At(u32),
}

/// What somebody needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// Of which kind.
    pub kind: u32,
    /// Where.
    pub place: Place,
    /// When.
    pub time: Time,
}

/// What somebody offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Of which kind.
    pub kind: u32,
    /// Where it is at home.
    pub place: Place,
    /// How far it goes.
    pub reach: Close,
    /// When.
    pub time: Time,
    /// How many needs it can carry at once.
    pub most: u32,
    /// How many more it can take on.
    pub room: u32,
    /// How often it refused of late, whatever it was.
    pub refusals: u32,
}

/// Why an offer fits a need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Why {
    /// How close it is.
    pub close: Close,
    /// Both are at the same named time; otherwise one of them is at any.
    pub same_time: bool,
    /// How many needs it carries already.
    pub load: u32,
    /// How many it can carry.
    pub most: u32,
    /// How often it refused this very need.
    pub refused_this: u32,
    /// How often it refused of late.
    pub refusals: u32,
}

/// What each reason is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    /// That it is in the same community; in the same subdistrict two thirds of it, farther away one third.
    pub place: i64,
    /// That it is at the same time; at any time two thirds of it.
    pub time: i64,
    /// That it carries nothing yet; in proportion to what it still can carry.
    pub load: i64,
    /// What a refusal of this very need takes off; one of another need takes off an eighth, up to four of them.
    pub refused: i64,
}

/// Weights where a pack says none.
pub const WEIGHTS: Weights = Weights { place: 40, time: 30, load: 30, refused: 60 };

impl Weights {
    /// How well an offer fits; at least 1, so that what was refused is still there when there is nothing else.
    #[must_use]
    pub fn score(&self, why: &Why) -> i64 {
        let place = match why.close {
            Close::Community => self.place,
            Close::Street => self.place * 2 / 3,
            Close::Place => self.place / 3,
        };
        let time = if why.same_time { self.time } else { self.time * 2 / 3 };
        let free = i64::from(why.most.saturating_sub(why.load));
        let load = self.load * free / i64::from(why.most.max(1));
        let off = self.refused * i64::from(why.refused_this.min(2)) + self.refused * i64::from(why.refusals.min(4)) / 8;
        (place + time + load - off).max(1)
    }
}

/// Why an offer fits a need that it refused so often; `None` where it does not fit.
#[must_use]
pub fn why(need: &Need, offer: &Offer, refused: u32) -> Option<Why> {
    let close = if need.place.community == offer.place.community {
        Close::Community
    } else if need.place.street == offer.place.street {
        Close::Street
    } else {
        Close::Place
    };
    let same_time = match (need.time, offer.time) {
        (Time::At(wanted), Time::At(given)) if wanted != given => return None,
        (Time::At(_), Time::At(_)) => true,
        _ => false,
    };
    if need.kind != offer.kind || close > offer.reach {
        return None;
    }
    let load = offer.most.saturating_sub(offer.room);
    Some(Why { close, same_time, load, most: offer.most, refused_this: refused, refusals: offer.refusals })
}
