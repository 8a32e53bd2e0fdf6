//! The ward: what the programs and other crates' tests hold in their hands.

use crate::{
    clock::Clock,
    db::{Db, FILE, files, ward_row},
    enrolment,
    error::WardError,
    export::{self, ExportKind},
    key_file, making,
    serving::{self, Serving},
};
use std::{
    fmt,
    io::Write,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};
use tan_nha_domain::{change::Hash, ids::WardCode, role::Role, text::tidy};

/// What `init` needs to know.
#[derive(Clone, Debug)]
pub struct NewWard {
    /// The data folder; made if it is not there.
    pub data: PathBuf,
    /// Five digits, or a practice ward's code.
    pub code: WardCode,
    /// "Phường Cao Lãnh".
    pub name: String,
    /// Where the key goes; `<data>.key` beside the folder when not said.
    pub key_file: Option<PathBuf>,
}

/// Whom `invite` invites.
#[derive(Clone, Debug)]
pub struct Guest {
    /// The person's name; it names them in the ward.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// The hamlets of a volunteer; empty is the whole ward.
    pub hamlets: Vec<String>,
    /// Their team.
    pub team: Option<String>,
    /// Addresses to print, `https://host:port`; empty: those last served.
    pub urls: Vec<String>,
    /// For how many days the invitation is good.
    pub days: u32,
}

impl Guest {
    /// A guest with nothing special about them: no hamlets, no team, seven days.
    pub fn new(name: &str, role: Role) -> Self {
        Self { name: name.to_owned(), role, hamlets: vec![], team: None, urls: vec![], days: 7 }
    }

    /// The same guest, for these hamlets only.
    #[must_use]
    pub fn of_hamlets(mut self, hamlets: &[&str]) -> Self {
        self.hamlets = hamlets.iter().map(|&hamlet| hamlet.to_owned()).collect();
        self
    }
}

/// What `assign` changes of a person; none: it stays.
#[derive(Clone, Debug, Default)]
pub struct Assignment {
    /// Their role.
    pub role: Option<Role>,
    /// The hamlets of a volunteer; empty is the whole ward.
    pub hamlets: Option<Vec<String>>,
    /// Their team; an empty text is none.
    pub team: Option<String>,
}

/// A ward, open. Copies share the same file.
#[derive(Clone)]
pub struct Ward(Arc<Inner>);

struct Inner {
    db: Db,
    clock: Clock,
    code: WardCode,
    name: String,
    key_file: PathBuf,
    fingerprint: Hash,
}

impl Ward {
    /// Makes a ward: its folder, its key outside the folder, its file with the root and recovery keys.
    /// Whatever fails leaves nothing half made, and a making that was killed is made anew.
    ///
    /// # Errors
    /// [`WardError::WardExists`], [`WardError::KeyFileExists`], [`WardError::KeyFileInside`],
    /// [`WardError::BadWardCode`], [`WardError::BadName`], or what the machine says.
    pub fn init(new: &NewWard, clock: Clock) -> Result<Self, WardError> {
        let name = tidy(&new.name);
        if !is_ward_code(&new.code.0) {
            return Err(WardError::BadWardCode);
        }
        if name.is_empty() {
            return Err(WardError::BadName);
        }
        let key_file = making::make(new, &name, &clock)?;
        Self::open(&new.data, Some(&key_file), clock)
    }

    /// Opens a ward. The key is in `key_file`, else under `$CREDENTIALS_DIRECTORY`, else beside the folder.
    ///
    /// # Errors
    /// [`WardError::NoWard`], [`WardError::WardIncomplete`], [`WardError::KeyFileUnreadable`],
    /// [`WardError::KeyWrong`], [`WardError::NewerFile`].
    pub fn open(data: &Path, key_file: Option<&Path>, clock: Clock) -> Result<Self, WardError> {
        let file = data.join(FILE);
        if !file.exists() {
            let begun = making::was_begun(data);
            return Err(if begun { WardError::WardIncomplete } else { WardError::NoWard });
        }
        let place = key_file::find(data, key_file)?;
        let key = key_file::read(&place)?;
        Self::of(Db::open(&file, key)?, place, clock)
    }

    pub(crate) fn of(db: Db, key_file: PathBuf, clock: Clock) -> Result<Self, WardError> {
        let (row, root) =
            db.read(|conn| Ok::<_, WardError>((ward_row::get(conn)?, ward_row::root(conn)?)))?;
        let fingerprint = Hash::of(&root.certificate);
        Ok(Self(Arc::new(Inner { db, clock, code: row.code, name: row.name, key_file, fingerprint })))
    }

    /// The ward's code.
    pub fn code(&self) -> &WardCode {
        &self.0.code
    }

    /// The ward's name.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Where the key of the file is.
    pub fn key_file(&self) -> &Path {
        &self.0.key_file
    }

    /// SHA-256 of the root certificate's DER.
    pub fn fingerprint(&self) -> Hash {
        self.0.fingerprint
    }

    /// Makes an invitation; gives the text to hand over.
    ///
    /// # Errors
    /// [`WardError::NeverServed`], [`WardError::BadUrl`], [`WardError::BadName`],
    /// [`WardError::UserDiffers`], [`WardError::UserRevoked`].
    pub fn invite(&self, guest: &Guest) -> Result<String, WardError> {
        let now = self.clock().now();
        let invitation = self.db().write(|conn| enrolment::invite(conn, guest, now))?;
        invitation.to_text().map_err(|_| WardError::Damaged("invitation"))
    }

    /// Gives a person another role, other hamlets or another team.
    ///
    /// # Errors
    /// [`WardError::UserUnknown`], [`WardError::UserRevoked`].
    pub fn assign(&self, name: &str, to: &Assignment) -> Result<(), WardError> {
        self.db().write(|conn| enrolment::assign(conn, name, to))
    }

    /// Revokes a person by name; gives how many devices they have.
    ///
    /// # Errors
    /// [`WardError::UserUnknown`].
    pub fn revoke(&self, name: &str) -> Result<u64, WardError> {
        let now = self.clock().now();
        self.db().write(|conn| enrolment::revoke(conn, name, now))
    }

    /// Writes what the ward holds, a JSON object a line.
    ///
    /// # Errors
    /// What the file or `out` says.
    pub fn export(&self, kind: ExportKind, out: &mut dyn Write) -> Result<(), WardError> {
        export::export(self.db(), kind, out)
    }

    /// Writes the content of a file to `out`, which should be quick; false when the ward does not hold it
    /// whole.
    ///
    /// # Errors
    /// What the ward's file or `out` says.
    pub fn write_file(&self, sha: Hash, out: &mut dyn Write) -> Result<bool, WardError> {
        self.db().read(|conn| files::read(conn, sha, &mut |bytes| Ok(out.write_all(bytes)?)))
    }

    /// Serves devices at `listen` (port 0: a free one) until the handle is told to stop. `addresses` are
    /// the host names or addresses under which devices reach it, best first; none: the one listened on.
    /// They become the default of later invitations.
    ///
    /// # Errors
    /// [`WardError::Listen`], [`WardError::Tls`].
    pub async fn serve(&self, listen: SocketAddr, addresses: &[String]) -> Result<Serving, WardError> {
        serving::start(self, listen, addresses).await
    }

    /// Its data folder; none for a ward in memory.
    pub(crate) fn folder(&self) -> Result<PathBuf, WardError> {
        self.db().folder().ok_or(WardError::NoWard)
    }

    pub(crate) fn db(&self) -> &Db {
        &self.0.db
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.0.clock
    }
}

impl fmt::Debug for Ward {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ward({})", self.code())
    }
}

fn is_ward_code(code: &str) -> bool {
    let five_digits = code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit());
    let practice = code.strip_prefix("practice-").is_some_and(|rest| !rest.is_empty());
    five_digits || practice
}
