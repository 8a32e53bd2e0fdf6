//! `tan-nha-rpc --profile DIR`.

use clap::Parser;
use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};
use tan_nha_app::{App, KdfCost, News, Options, clock::SystemClock, error::Failure};
use tracing_subscriber::EnvFilter;

/// Tận Nhà on standard input and output: JSON-RPC 2.0, one message a line.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The folder that holds the profile; made if it is not there.
    #[arg(long, value_name = "DIR")]
    profile: PathBuf,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_env("TAN_NHA_LOG").unwrap_or_else(|_| "warn".into()))
        .with_writer(io::stderr)
        .init();
    let app = App::open(Options {
        folder: arguments.profile,
        clock: Arc::new(SystemClock),
        documents: None,
        kdf: KdfCost::FIELD,
        news: Box::new(|news| {
            let News::Progress(progress) = news else { return };
            let mut output = io::stdout().lock();
            let line = tan_nha_rpc::progress_line(progress);
            // Whoever closed standard output hears nothing more; the work goes on.
            let _ = writeln!(output, "{line}").and_then(|()| output.flush());
        }),
    })
    .map_err(Failure::from);
    if let Err(failure) = &app {
        tracing::error!(code = failure.code, "the profile cannot be opened");
    }
    // Not `lock()`: progress is written between two answers.
    match tan_nha_rpc::serve(&app, io::stdin().lock(), io::stdout()) {
        Ok(()) if app.is_ok() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}
