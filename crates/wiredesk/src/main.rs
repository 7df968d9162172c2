//! The `wiredesk` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    wiredesk::cli::main()
}
