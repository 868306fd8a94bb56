//! Stable names of the kinds of mistakes, so that people can look them up and tests can name them.

macro_rules! codes {
    ($($name:ident = $code:literal, $doc:literal;)*) => {
        $(#[doc = $doc] pub const $name: &str = $code;)*
        /// Every code with what it means.
        pub const ALL: &[(&str, &str)] = &[$(($code, $doc)),*];
    };
}

codes! {
    SYNTAX = "pack-001", "The file is not valid TOML.";
    TWICE = "pack-002", "The same key is given in two files of one pack.";
    REMOVE_OF_NOTHING = "pack-003", "`remove = true` where nothing is inherited.";
    EXTENDS = "pack-004", "`extends` does not fit the layers that were read.";
    UNKNOWN_KEY = "pack-010", "A key the language does not have.";
    WRONG_TYPE = "pack-011", "A value of the wrong type.";
    MISSING_KEY = "pack-012", "A required key is missing.";
    MISSING_LABEL = "pack-013", "A label lacks one of the languages.";
    BAD_VALUE = "pack-014", "A value that is not one of those allowed, or out of range.";
    BAD_SPAN = "pack-015", "Not a length of time.";
    BAD_HOURS = "pack-016", "Working hours that do not parse or overlap.";
    BAD_NUMBER = "pack-017", "A number pattern that cannot number records.";
    BAD_NAME = "pack-018", "A name with characters that names cannot have.";
    UNKNOWN_PLACEHOLDER = "pack-019", "A `{…}` placeholder that nothing fills.";
    UNKNOWN_LEVEL = "pack-020", "No level of this name.";
    UNKNOWN_BODY = "pack-021", "No kind of body of this name.";
    UNKNOWN_ROLE = "pack-022", "No role of this name.";
    UNKNOWN_CATEGORY = "pack-023", "No category of this code.";
    UNKNOWN_URGENCY = "pack-024", "No urgency of this name.";
    UNKNOWN_STATE = "pack-025", "No state of this name in the register.";
    UNKNOWN_FIELD = "pack-026", "No field of this name in the register.";
    UNKNOWN_INPUT = "pack-027", "Neither a field nor one of the inputs every move knows.";
    UNKNOWN_MOVE = "pack-028", "No move of this name in the register.";
    UNKNOWN_MEASURE = "pack-029", "No measure of this name in the register.";
    UNKNOWN_REGISTER = "pack-030", "No register of this name.";
    UNKNOWN_CAPABILITY = "pack-031", "No capability of this name.";
    NOT_A_TIME = "pack-032", "A time is needed and this attribute or field is not one.";
    WRONG_FIELD = "pack-033", "The field is not of the kind that is needed here.";
    CAPABILITY_NEEDED = "pack-034", "The rule needs a capability that the register does not compose.";
    INPUT_NEEDED = "pack-035", "The move needs an input that it does not ask for.";
    UNKNOWN_PART = "pack-036", "No part of this name in the structure.";
    NO_OPENING_MOVE = "pack-040", "No move opens a record of the register.";
    UNREACHABLE = "pack-041", "No chain of moves leads to the state.";
    DEAD_END = "pack-042", "An open state that no move leaves.";
    NOBODY = "pack-043", "Nobody may make the move.";
    SAME_KEY = "pack-044", "Two moves on one desk share a key.";
    ANYONE = "pack-045", "`anyone` on a move that does not open a record.";
    LOOP = "pack-046", "Parents of kinds of bodies run in a circle or downwards.";
    TWO_RULES = "pack-047", "Two dispatch rules for one category.";
    SHADOWS = "pack-048", "A field is named like a shared attribute.";
    NO_BASIS = "pack-049", "Rules without the clause they come from.";
    EXPR_SYNTAX = "pack-050", "The expression does not parse.";
    EXPR_UNSUPPORTED = "pack-051", "CEL that the language does not allow.";
    EXPR_NAME = "pack-052", "The expression names something that is not there.";
    EXPR_TYPE = "pack-053", "The expression does not type.";
    EXPR_VALUE = "pack-054", "The expression compares with a value that cannot occur.";
    EXPR_INPUT = "pack-055", "`input` where the expression is read over a register.";
    EXPR_PERSONAL = "pack-056", "A personal field in an expression.";
    STANDING_AND_DATED = "pack-057", "A rate of what stands over what has a day, or the other way round.";
    PRIVACY = "pack-058", "A rule on keeping personal data that cannot be followed.";
    KEPT_FOR_EVER = "pack-059", "Personal data without a rule that says how long it is kept.";
    BAD_FIGURE = "pack-060", "The figure's expression does not parse.";
    SAME_NUMBER = "pack-061", "Records of two registers would have the same numbers.";
    UNKNOWN_GROUP = "pack-080", "No group of registers of this name.";
    EXPR_REACH = "pack-062", "The expression counts beyond 2^53.";
    EXCHANGE = "pack-063", "An exchange whose orders could not become records, or could come twice.";
    SAME_HEAD = "pack-064", "Two columns of an exchange have the same heading.";
    VERSION_ORDER = "pack-065", "Older versions of an indicator that do not follow one another.";
    OTHER_SORT = "pack-066", "A version of an indicator that cannot be compared with the one in force.";
    WEIGHT = "pack-067", "A weight that does not fit what it weighs.";
    SHIFT = "pack-068", "A hand-over of shifts that could not be made or taken.";
    BAD_RECUR = "pack-081", "A recurring duty that the program cannot open, or that nobody owes.";
    BAD_ATTENDANCE = "pack-082", "Attendance without a roll, or where it cannot be taken.";
    BAD_DATED = "pack-083", "A day that cannot stand on a calendar.";
    BAD_BALANCE = "pack-084", "Money that is drawn from or paid into what is not a balance.";
    PLACES = "pack-090", "Places that nobody could take, or that nothing would count.";
    BOTH = "pack-091", "A value that two sides could not both say.";
    CERTIFICATE = "pack-092", "A certificate of nobody.";
    FOLLOWS = "pack-093", "Moves that follow on parts which the record does not have.";
    MATCH = "pack-094", "Needs that could not be matched with offers.";
    YEARBOOK = "pack-095", "A chapter of a year that could not be gathered or added up.";
    LETTER = "pack-096", "A letter that nobody writes.";
    STEPS = "pack-100", "A guided process with a move that skips a step, or an open state at no step.";
    POLL = "pack-101", "Votes of a meeting that nobody confirms, or whose move leads somewhere by itself.";
    DISCLOSURE = "pack-102", "Something shown to everybody that must not be, or at times that nothing sets.";
    BAD_SERVICE = "pack-070", "A service, or a rule about services, that cannot be offered so.";
    BAD_BOOKING = "pack-071", "Appointments without times, or times into which nobody fits.";
    BAD_TURN = "pack-072", "A number in the queue that has nowhere to be kept, or that waits for a review.";
}
