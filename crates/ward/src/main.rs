//! `tan-nha-ward`: see [`tan_nha_ward::cli`].

fn main() -> std::process::ExitCode {
    tan_nha_ward::cli::run()
}
