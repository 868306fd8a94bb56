//! Every developer command: `cargo xtask help` lists them.
#![allow(clippy::print_stdout, reason = "a command line talks on standard output")]

mod assets;
mod browser;
mod demo;
mod gates;
mod postgres;
mod proofs;
mod sh;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  demo [PLACE] [--port N]   build Linli, make the place's world, serve it (default: shushan on 8080)
  test [STEP…]              everything CI runs; or only some of: fmt assets clippy rust postgres docs deny generated browser proofs
  assets                    fetch and bundle what browsers load
  generate                  write the generated documents anew
  screenshots               take the README's pictures from a running demo
  help                      this text
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["demo", rest @ ..] => demo::demo(rest),
        ["test", steps @ ..] => gates::test(steps),
        ["assets"] => assets::build(),
        ["generate"] => gates::generate(),
        ["screenshots"] => browser::screenshots(),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        _ => Err(format!("no such command: {}\n\n{HELP}", words.join(" "))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("\nxtask: {why}");
            ExitCode::FAILURE
        }
    }
}
