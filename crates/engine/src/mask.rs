//! Personal data as it is shown before anyone has asked to see it.

/// Masks a person's name: `王小明` → `王**`, `Ann Lee` → `A**`. The length is not given away.
#[must_use]
pub fn name(name: &str) -> String {
    name.trim().chars().next().map_or_else(String::new, |first| format!("{first}**"))
}

/// Masks a phone number: `13812346021` → `138****6021`. Of a short number only the last two digits are shown.
#[must_use]
pub fn phone(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let last = |n: usize| digits.iter().skip(digits.len().saturating_sub(n)).collect::<String>();
    match digits.len() {
        0 => String::new(),
        1..=8 => format!("****{}", last(2)),
        9 | 10 => format!("{}****{}", digits.iter().take(3).collect::<String>(), last(3)),
        _ => format!("{}****{}", digits.iter().take(3).collect::<String>(), last(4)),
    }
}

/// Masks a resident identity number: `11010519491231002X` → `110*************2X`. Neither the day of birth nor the sex is given away.
#[must_use]
pub fn id_number(number: &str) -> String {
    let length = number.chars().count();
    let kept = |at: usize| length >= 15 && (at < 3 || at + 2 >= length);
    number.chars().enumerate().map(|(at, c)| if kept(at) { c } else { '*' }).collect()
}

/// Masks anything else that is personal: its first character, then stars (`安徽省合肥市…` → `安***`).
#[must_use]
pub fn text(text: &str) -> String {
    text.trim().chars().next().map_or_else(String::new, |first| format!("{first}***"))
}

#[cfg(test)]
mod tests {
    use super::{id_number, name, phone};

    #[test]
    fn a_name_shows_its_first_character_and_not_its_length() {
        assert_eq!(name("王小明"), "王**");
        assert_eq!(name(" 王明"), "王**");
        assert_eq!(name(""), "");
    }

    #[test]
    fn a_phone_number_shows_its_ends() {
        assert_eq!(phone("13812346021"), "138****6021");
        assert_eq!(phone("0551-65310001"), "055****0001");
        assert_eq!(phone("12345"), "****45");
        assert_eq!(phone(""), "");
    }

    #[test]
    fn an_identity_number_keeps_its_province_and_its_end() {
        assert_eq!(id_number("11010519491231002X"), "110*************2X");
        assert_eq!(id_number("1234"), "****");
    }
}
