//! The program `tan-nha-ward`: one line of JSON with `--json`, otherwise words for the operator. An error
//! is exit status 1 and a line on standard error, with `--json` `{"error": {"code", "message"}}`.

use crate::{
    bundle::TakenIn,
    clock::Clock,
    error::WardError,
    export::ExportKind,
    texts,
    ward::{Assignment, Guest, NewWard, Ward},
};
use clap::{Args, Parser, Subcommand};
use serde_json::{Value, json};
use std::{
    fs::File,
    io::{self, BufWriter, Write},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
};
use tan_nha_domain::{ids::WardCode, role::Role};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// The server of a ward's home-visit teams.
#[derive(Parser)]
#[command(name = "tan-nha-ward", version)]
struct Cli {
    /// Print JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a ward: its folder, its keys, its file.
    Init {
        #[command(flatten)]
        place: Place,
        /// The ward's five-digit code.
        #[arg(long)]
        ward_code: String,
        /// The ward's name: "Phường …".
        #[arg(long)]
        name: String,
    },
    /// Serve the ward's devices until told to stop.
    Serve {
        #[command(flatten)]
        place: Place,
        /// Where to listen; port 0 takes a free one.
        #[arg(long)]
        listen: SocketAddr,
        /// A host name or address under which devices reach this machine, best first.
        #[arg(long)]
        address: Vec<String>,
        /// Another database, `postgres://…`: this version has none, and says so.
        #[arg(long, value_name = "URL")]
        database: Option<String>,
    },
    /// Invite a person to use the app on one device. The same name again is the same person's next device.
    Invite {
        #[command(flatten)]
        place: Place,
        /// What the person is to the ward.
        #[arg(long, value_parser = role)]
        role: Role,
        /// The person's name.
        #[arg(long)]
        name: String,
        /// The hamlets a volunteer sees; none: the whole ward.
        #[arg(long, value_delimiter = ',')]
        hamlets: Vec<String>,
        /// The person's team.
        #[arg(long)]
        team: Option<String>,
        /// An address to print, https://host:port; none: those last served.
        #[arg(long)]
        url: Vec<String>,
        /// For how many days it is good.
        #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=366))]
        days: u32,
    },
    /// Give a person another role, other hamlets or another team; what is not named stays.
    Assign {
        #[command(flatten)]
        place: Place,
        /// The person's name.
        #[arg(long)]
        user: String,
        /// What the person is to the ward from now on.
        #[arg(long, value_parser = role)]
        role: Option<Role>,
        /// The hamlets that the person sees from now on; an empty text: the whole ward.
        #[arg(long, value_delimiter = ',')]
        hamlets: Option<Vec<String>>,
        /// The person's team; an empty text: none.
        #[arg(long)]
        team: Option<String>,
    },
    /// Shut a person's devices out.
    Revoke {
        #[command(flatten)]
        place: Place,
        /// The person's name.
        #[arg(long)]
        user: String,
    },
    /// Take in the work of a device that came as a bundle, and write the receipts that are brought back to it.
    TakeIn {
        #[command(flatten)]
        place: Place,
        /// The bundle.
        #[arg(long)]
        bundle: PathBuf,
        /// Where the receipts go; a file that is not there yet.
        #[arg(long)]
        receipts: PathBuf,
    },
    /// Print what the ward holds, a JSON object a line.
    Export {
        #[command(flatten)]
        place: Place,
        /// What to print.
        #[arg(long, value_enum)]
        kind: ExportKind,
    },
}

#[derive(Args)]
struct Place {
    /// The data folder.
    #[arg(long)]
    data: PathBuf,
    /// The key file; none: systemd's credential, or `<DIR>.key` beside the folder.
    #[arg(long)]
    key_file: Option<PathBuf>,
}

impl Place {
    fn open(&self) -> Result<Ward, WardError> {
        Ward::open(&self.data, self.key_file.as_deref(), Clock::system())
    }
}

fn role(text: &str) -> Result<Role, String> {
    Role::ALL
        .into_iter()
        .find(|role| role.as_str() == text)
        .ok_or_else(|| "volunteer, leader, clerk or admin".to_owned())
}

/// Runs the program.
pub fn run() -> ExitCode {
    let filter = EnvFilter::try_from_env("TAN_NHA_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_writer(io::stderr).with_ansi(false).with_env_filter(filter).init();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if !error.use_stderr() => {
            drop(error.print());
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            let json = std::env::args().any(|argument| argument == "--json");
            return fail(json, "usage", error.to_string().trim());
        }
    };
    match carry_out(cli.command, cli.json) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads the export has seen enough.
        Err(WardError::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => fail(cli.json, error.code(), &error.to_string()),
    }
}

fn carry_out(command: Command, json: bool) -> Result<(), WardError> {
    match command {
        Command::Init { place, ward_code, name } => {
            let new = NewWard { data: place.data, code: WardCode(ward_code), name, key_file: place.key_file };
            let ward = Ward::init(&new, Clock::system())?;
            let fingerprint = ward.fingerprint().to_string();
            let key_file = ward.key_file().display().to_string();
            let text = texts::made(ward.name(), &ward.code().0, &key_file, &fingerprint);
            say(
                json,
                &json!({"ward_code": ward.code(), "name": ward.name(), "fingerprint": fingerprint}),
                &text,
            )
        }
        Command::Serve { database: Some(_), .. } => Err(WardError::DatabaseUnsupported),
        Command::Serve { place, listen, address, database: None } => {
            serve(&place.open()?, listen, &address, json)
        }
        Command::Invite { place, role, name, hamlets, team, url, days } => {
            let invitation = place.open()?.invite(&Guest { name, role, hamlets, team, urls: url, days })?;
            say(json, &json!({"invitation": invitation}), &invitation)
        }
        Command::Assign { place, user, role, hamlets, team } => {
            place.open()?.assign(&user, &Assignment { role, hamlets, team })?;
            say(json, &json!({"assigned": true}), &texts::assigned(&user))
        }
        Command::Revoke { place, user } => {
            let devices = place.open()?.revoke(&user)?;
            say(json, &json!({"revoked": devices}), &texts::revoked(&user, devices))
        }
        Command::TakeIn { place, bundle, receipts } => {
            if receipts.exists() {
                return Err(WardError::ReceiptsExist);
            }
            let taken_in = place.open()?.take_in(&mut File::open(bundle)?)?;
            write_whole(&receipts, &taken_in.receipts)?;
            let TakenIn { changes, taken, files, whole, .. } = taken_in;
            let counts = json!({"changes": changes, "taken": taken, "files": files, "whole": whole});
            say(json, &counts, &texts::taken_in(&taken_in, &receipts.display().to_string()))
        }
        Command::Export { place, kind } => {
            let mut out = BufWriter::new(io::stdout().lock());
            place.open()?.export(kind, &mut out)?;
            Ok(out.flush()?)
        }
    }
}

fn serve(ward: &Ward, listen: SocketAddr, addresses: &[String], json: bool) -> Result<(), WardError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(8)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        // Before it is said to be ready: from then on a signal must not be lost.
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let serving = ward.serve(listen, addresses).await?;
        let fingerprint = serving.fingerprint().to_string();
        let ready = json!({"url": serving.url(), "fingerprint": fingerprint, "urls": serving.urls()});
        say(json, &ready, &texts::serving(serving.urls(), &fingerprint))?;
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        serving.stop().await
    })
}

/// After a power cut the file is there whole or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), WardError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    let beside = PathBuf::from(name);
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(std::fs::rename(&beside, path)?)
}

fn say(json: bool, object: &Value, text: &str) -> Result<(), WardError> {
    let mut out = io::stdout().lock();
    if json {
        writeln!(out, "{object}")?;
    } else {
        writeln!(out, "{text}")?;
    }
    Ok(out.flush()?)
}

fn fail(json: bool, code: &str, message: &str) -> ExitCode {
    let mut out = io::stderr().lock();
    let line = if json {
        json!({"error": {"code": code, "message": message}}).to_string()
    } else {
        format!("{code}: {message}")
    };
    drop(writeln!(out, "{line}"));
    ExitCode::FAILURE
}
