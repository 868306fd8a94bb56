//! What the disk holds of secret votes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use linli_store::{BallotVoter, Keys, Store, Suite, write_keys};

use crate::support::Folder;

/// A folder in which three people have voted in secret, one after the other.
fn voted(votes: [&'static str; 3]) -> Folder {
    let folder = Folder::new();
    write_keys(&folder.join("keys"), &Keys::fresh(Suite::Aes, [7; 32]).unwrap()).unwrap();
    let store = Store::open(&folder).unwrap();
    for (nth, vote) in votes.into_iter().enumerate() {
        let salt = [u8::try_from(nth).unwrap(); 16];
        let done = store.write(move |w| {
            let mut given = linli_store::ballot_box(w, 1, "record")?;
            if given.is_empty() {
                given = BTreeMap::from([("no".to_owned(), 0), ("yes".to_owned(), 0)]);
            }
            *given.entry(vote.to_owned()).or_default() += 1;
            linli_store::put_ballot_box(w, 1, "record", &given, &salt)?;
            let voter = BallotVoter { person: format!("p{nth}"), votes: true, has_read: true, voted: true, ..BallotVoter::default() };
            linli_store::put_ballot_voter(w, 1, "record", &voter, &salt)
        });
        done.unwrap();
        // The checkpointer may be at it.
        while !store.truncate_log().unwrap() {}
    }
    folder
}

fn bytes(folder: &Path) -> Vec<u8> {
    fs::read(folder.join("linli.db")).unwrap()
}

#[test]
fn whoever_voted_what_in_secret_the_file_is_the_same_byte_for_byte() {
    let (one, other) = (voted(["yes", "no", "yes"]), voted(["no", "yes", "yes"]));
    assert!(bytes(&one) == bytes(&other), "the order of votes leaves no trace, not even where something was written over");
    let third = voted(["no", "no", "yes"]);
    assert!(bytes(&one) != bytes(&third), "but another sum is another file");
    let log = fs::metadata(one.join("linli.db-wal")).map_or(0, |log| log.len());
    assert_eq!(log, 0, "and the log that had the votes one by one is empty");
}
