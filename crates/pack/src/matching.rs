//! Needs for which the program proposes offers of another register (点菜、配菜).

/// How the records of a register are matched with offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Match {
    /// The register of offers.
    pub offers: String,
    /// States of needs that look for an offer.
    pub states: Vec<String>,
    /// States of offers that can be taken up.
    pub offered: Vec<String>,
    /// The field of kind `choice` that both have: of which kind they are.
    pub kind: String,
    /// The field of kind `choice` that both have: when.
    pub time: String,
    /// Its option that fits any time.
    pub any: String,
    /// The field of kind `choice` of offers whose options are levels of areas: how far they reach.
    pub reach: String,
    /// The whole number of offers: how many needs one can carry at once.
    pub most: String,
    /// The move of a need that takes up an offer: it fills in `bodies` and `number`.
    pub mv: String,
    /// The text field in which a need and a pair keep the offer's number.
    pub number: String,
    /// The register of pairs, which that move opens.
    pub pairs: String,
    /// States of pairs that were refused.
    pub refused: Vec<String>,
    /// The field of pairs that says why.
    pub because: String,
    /// How many days a refusal is remembered against an offer.
    pub remember: u32,
    /// Clause behind it.
    pub basis: String,
}
