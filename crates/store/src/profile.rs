//! The folder of a profile: its registry and its lock. Nothing personal is in either.

use crate::{error::StoreError, files, key_file};
use serde::{Deserialize, Serialize};
use std::{
    fmt,
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};
use tan_nha_domain::{change::Hash, ids::ReplicaId};

const REGISTRY: &str = "registry.json";
const REPLICAS: &str = "replicas";
const LOCK: &str = "lock";
const VERSION: u32 = 1;

/// How far a person of the profile has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonState {
    /// The file is made; the ward has not answered yet. The same invitation goes on from here.
    Enrolling,
    /// The ward knows the replica, or it is a practice ward.
    Ready,
}

/// A person who has a file here, as anybody may see who holds the device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredPerson {
    /// What they chose to be called on this device.
    pub handle: String,
    /// The replica that they were here first; it names their folder for ever, also when the device is another
    /// one to the ward by now (`Store::succeed`).
    #[serde(rename = "replica_id")]
    pub replica: ReplicaId,
    /// Whether it is practice, never synced.
    pub practice: bool,
    /// How far they have come.
    pub state: PersonState,
    /// The invitation's fingerprint ([`tan_nha_sync::invitation::Invitation::fingerprint`]); none for
    /// practice.
    pub invitation: Option<Hash>,
}

#[derive(Serialize, Deserialize)]
struct Registry {
    version: u32,
    people: Vec<RegisteredPerson>,
}

/// A profile folder, locked for this process for as long as this lives.
pub struct Profile {
    folder: PathBuf,
    registry: Registry,
    _lock: File,
}

impl Profile {
    /// Opens the profile in `folder`, and makes it where there is none.
    ///
    /// # Errors
    /// [`StoreError::ProfileInUse`] when another process has it; [`StoreError::KeyFileDamaged`],
    /// [`StoreError::NewerFile`] for the registry; `Io`, `DiskFull`.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        files::make_folder(folder)?;
        let lock = files::open_private(&folder.join(LOCK))?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => StoreError::ProfileInUse,
            TryLockError::Error(error) => error.into(),
        })?;
        let registry = match files::read_json::<Registry>(folder, REGISTRY) {
            Ok(Some(registry)) if registry.version > VERSION => return Err(StoreError::NewerFile),
            Ok(Some(registry)) => registry,
            Ok(None) => Registry { version: VERSION, people: Vec::new() },
            Err(StoreError::KeyFileDamaged { .. }) => rebuilt(folder)?,
            Err(other) => return Err(other),
        };
        Ok(Self { folder: folder.to_owned(), registry, _lock: lock })
    }

    /// Everybody who has a file here, in the order they came.
    pub fn people(&self) -> &[RegisteredPerson] {
        &self.registry.people
    }

    /// Adds a person, durably. Make their file first ([`crate::ReplicaFile::create`]), so that the
    /// registry never names a folder without one.
    ///
    /// # Errors
    /// [`StoreError::HandleTaken`]; `Io`, `DiskFull`.
    pub fn register(&mut self, person: RegisteredPerson) -> Result<(), StoreError> {
        if self.people().iter().any(|other| other.handle == person.handle || other.replica == person.replica)
        {
            return Err(StoreError::HandleTaken);
        }
        self.rewrite(|people| people.push(person))
    }

    /// Notes that the person's replica is ready for work.
    ///
    /// # Errors
    /// [`StoreError::UnknownReplica`]; `Io`, `DiskFull`.
    pub fn set_ready(&mut self, replica: ReplicaId) -> Result<(), StoreError> {
        let index = self.index_of(replica)?;
        self.rewrite(|people| people[index].state = PersonState::Ready)
    }

    /// Gives a person another handle, durably.
    ///
    /// # Errors
    /// [`StoreError::UnknownReplica`], [`StoreError::HandleTaken`]; `Io`, `DiskFull`.
    pub fn rename(&mut self, replica: ReplicaId, handle: String) -> Result<(), StoreError> {
        let index = self.index_of(replica)?;
        if self.people().iter().any(|other| other.handle == handle) {
            return Err(StoreError::HandleTaken);
        }
        self.rewrite(|people| people[index].handle = handle)
    }

    /// Takes out a person whose enrolment came to nothing, with their folder: there is no work in it.
    ///
    /// # Errors
    /// [`StoreError::UnknownReplica`] when no such person is enrolling; `Io`, `DiskFull`.
    pub fn give_up_enrolment(&mut self, replica: ReplicaId) -> Result<(), StoreError> {
        let index = self.index_of(replica)?;
        if self.people()[index].state != PersonState::Enrolling {
            return Err(StoreError::UnknownReplica);
        }
        self.rewrite(|people| {
            people.remove(index);
        })?;
        Ok(fs::remove_dir_all(self.folder_of(replica))?)
    }

    /// The folder of a replica.
    pub fn folder_of(&self, replica: ReplicaId) -> PathBuf {
        self.folder.join(REPLICAS).join(replica.to_string())
    }

    fn index_of(&self, replica: ReplicaId) -> Result<usize, StoreError> {
        let index = self.people().iter().position(|person| person.replica == replica);
        index.ok_or(StoreError::UnknownReplica)
    }

    /// Changes the list; memory follows only when the disk has it.
    fn rewrite(&mut self, change: impl FnOnce(&mut Vec<RegisteredPerson>)) -> Result<(), StoreError> {
        let mut people = self.registry.people.clone();
        change(&mut people);
        let registry = Registry { version: VERSION, people };
        files::write_json(&self.folder, REGISTRY, &registry)?;
        self.registry = registry;
        Ok(())
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Profile({} people)", self.people().len())
    }
}

/// A registry made anew from the folders that are there, in the place of one that cannot be read: it is
/// set aside, and nobody is locked out of a sound file for it. Handles are lost and become numbers; the
/// files themselves know who is practising and who is not enrolled yet.
fn rebuilt(folder: &Path) -> Result<Registry, StoreError> {
    let mut replicas: Vec<ReplicaId> = Vec::new();
    let entries = match fs::read_dir(folder.join(REPLICAS)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        entries => entries?.collect::<Result<_, _>>()?,
    };
    for entry in entries {
        if entry.path().join(key_file::NAME).exists() {
            replicas.extend(entry.file_name().to_str().and_then(|name| name.parse::<ReplicaId>().ok()));
        }
    }
    replicas.sort();
    let person = |(index, replica): (usize, ReplicaId)| RegisteredPerson {
        handle: (index + 1).to_string(),
        replica,
        practice: false,
        state: PersonState::Ready,
        invitation: None,
    };
    let people = replicas.into_iter().enumerate().map(person).collect();
    let registry = Registry { version: VERSION, people };
    let aside = |number: u32| folder.join(format!("{REGISTRY}.damaged-{number}"));
    let free = (1..).map(aside).find(|path| !path.exists());
    fs::rename(folder.join(REGISTRY), free.ok_or(StoreError::Io(io::ErrorKind::AlreadyExists))?)?;
    files::write_json(folder, REGISTRY, &registry)?;
    Ok(registry)
}
