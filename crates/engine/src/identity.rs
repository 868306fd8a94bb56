//! Phone numbers, and numbers with check digits: resident identity numbers (GB 11643) and unified social credit codes (GB 32100).
//!
//! Both check sums are sums over a prime, so they catch every single wrong character and every two neighbours that were swapped.

use jiff::civil::Date;

/// What is wrong with a resident identity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdFault {
    /// It has so many characters instead of 18.
    Length {
        /// Characters it has.
        is: usize,
    },
    /// A character that is no digit; only the last may be an X.
    Letters,
    /// The first digits name no province.
    Area,
    /// The date of birth is not in the calendar, or before anyone who lives.
    Birth,
    /// The date of birth is still to come.
    Future,
    /// The check digit does not fit the others: the number was typed wrongly.
    Check,
}

/// What is wrong with a unified social credit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditFault {
    /// It has so many characters instead of 18.
    Length {
        /// Characters it has.
        is: usize,
    },
    /// A character that such codes do not use (among them I, O, S, V and Z).
    Letters,
    /// The six characters of the area are not digits.
    Area,
    /// The check character does not fit the others: the code was typed wrongly.
    Check,
}

/// Provinces and what stands for one: 81 to 83 are residence permits of people from Hong Kong, Macao and Taiwan.
const PROVINCES: &[u8] = &[
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82,
    83,
];

const ID_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
const CREDIT_ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A resident identity number as it is kept, without blanks and with a capital X; `today` is the local day.
///
/// # Errors
/// The first part that is wrong, from left to right; the check digit last.
pub fn id_number(text: &str, today: Date) -> Result<String, IdFault> {
    let plain = plain(text);
    let is = plain.chars().count();
    if is != 18 {
        return Err(IdFault::Length { is });
    }
    let digits: Vec<u32> = plain.chars().take(17).filter_map(|c| c.to_digit(10)).collect();
    let last = plain.chars().next_back().unwrap_or_default();
    if digits.len() != 17 || !(last.is_ascii_digit() || last == 'X') {
        return Err(IdFault::Letters);
    }
    // Identity cards of foreigners with permanent residence put a 9 before the province.
    let foreign = plain.starts_with('9');
    let province = plain.get(usize::from(foreign)..usize::from(foreign) + 2).and_then(|two| two.parse().ok());
    if !province.is_some_and(|province: u8| PROVINCES.contains(&province)) {
        return Err(IdFault::Area);
    }
    let birth = birth(&plain).filter(|birth| birth.year() >= 1880).ok_or(IdFault::Birth)?;
    if birth > today {
        return Err(IdFault::Future);
    }
    let sum: u32 = digits.iter().zip(ID_WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let check = usize::try_from(sum % 11).ok().and_then(|at| ID_CHECKS.get(at));
    if check == Some(&last) { Ok(plain) } else { Err(IdFault::Check) }
}

/// The date of birth inside a number of the right form.
fn birth(number: &str) -> Option<Date> {
    let part = |from: usize, to: usize| number.get(from..to);
    Date::new(part(6, 10)?.parse().ok()?, part(10, 12)?.parse().ok()?, part(12, 14)?.parse().ok()?).ok()
}

/// A unified social credit code as it is kept, without blanks and in capitals.
///
/// # Errors
/// The first part that is wrong, from left to right; the check character last.
pub fn credit_code(text: &str) -> Result<String, CreditFault> {
    let plain = plain(text);
    let is = plain.chars().count();
    if is != 18 {
        return Err(CreditFault::Length { is });
    }
    let values: Vec<usize> = plain.chars().filter_map(|c| CREDIT_ALPHABET.find(c)).collect();
    if values.len() != 18 {
        return Err(CreditFault::Letters);
    }
    if !plain.chars().skip(2).take(6).all(|c| c.is_ascii_digit()) {
        return Err(CreditFault::Area);
    }
    // Weights are the powers of 3; the check character, weighted 1, makes the sum a multiple of 31.
    let weights = std::iter::successors(Some(1_usize), |weight| Some(weight * 3 % 31)).take(17).chain([1]);
    let sum: usize = values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
    if sum.is_multiple_of(31) { Ok(plain) } else { Err(CreditFault::Check) }
}

/// A mobile number (eleven digits from 13 to 19, `+86` dropped) or a landline with its area code (`0551-65310001` → `055165310001`).
/// Short service numbers such as 12345 reach no resident.
#[must_use]
pub fn phone(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && !"-－—()（）".contains(*c)).collect();
    let digits = plain.strip_prefix("+86").or_else(|| plain.strip_prefix("0086")).unwrap_or(&plain);
    let mut first = digits.chars();
    let form = match (first.next(), first.next(), digits.len()) {
        (Some('1'), Some('3'..='9'), 11) => true,
        // Area codes have three digits (010, 02x) or four, local numbers seven or eight.
        (Some('0'), Some('1'), 10 | 11) => digits.starts_with("010"),
        (Some('0'), Some('2'), 10 | 11) => true,
        (Some('0'), Some('3'..='9'), 11 | 12) => true,
        _ => false,
    };
    (form && digits.chars().all(|c| c.is_ascii_digit())).then(|| digits.to_owned())
}

/// Without blanks and hyphens, in capitals, with the wide characters of a Chinese keyboard made narrow.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            other => other,
        })
        .filter(|c| !c.is_whitespace() && *c != '-')
        .flat_map(char::to_uppercase)
        .collect()
}
