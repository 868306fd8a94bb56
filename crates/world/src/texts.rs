pub fn section<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    text.lines().skip_while(move |l| l.strip_prefix('[').and_then(|l| l.strip_suffix(']')) != Some(name)).skip(1).take_while(|l| !l.starts_with('[')).filter(|l| !l.is_empty())
}
