//! Who calls: the one place that turns the `Authorization` header into a [`Caller`].

use crate::{db::people, denied::Denied, error::WardError};
use axum::http::{HeaderMap, header::AUTHORIZATION};
use rusqlite::Connection;
use tan_nha_domain::{change::Hash, ids::ReplicaId, record::Viewer};
use tan_nha_sync::wire::DenialCode;

/// A replica that showed its token.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// Its row in the ward's file.
    pub(crate) n: i64,
    /// The replica.
    pub(crate) replica: ReplicaId,
    /// Those in whose place it is, the nearest first: what they made is the same device's work.
    pub(crate) predecessors: Vec<(i64, ReplicaId)>,
    /// Whether other replicas are of its line.
    pub(crate) is_one_of_several: bool,
    /// The person, with role and hamlets.
    pub(crate) viewer: Viewer,
    /// Their team's short name.
    pub(crate) team: Option<String>,
    /// Whether the person was revoked.
    pub(crate) revoked: bool,
    /// How often the person's role, hamlets or team were changed.
    pub(crate) assigned: u64,
}

impl Caller {
    /// Who it is by now: while what they sent was on its way, the person may have been revoked or given others' homes.
    pub(crate) fn by_now(&self, conn: &Connection) -> Result<Self, WardError> {
        people::caller_of_row(conn, self.n)
    }

    /// The row of the replica itself or of one in whose place it is, by its id.
    pub(crate) fn row_of(&self, replica: ReplicaId) -> Option<i64> {
        let all = [(self.n, self.replica)].into_iter().chain(self.predecessors.iter().copied());
        all.into_iter().find_map(|(n, id)| (id == replica).then_some(n))
    }

    /// Its own row and those of its predecessors, the nearest first.
    pub(crate) fn rows(&self) -> impl Iterator<Item = i64> {
        [self.n].into_iter().chain(self.predecessors.iter().map(|(n, _)| *n))
    }

    /// Whether a row is its own or a predecessor's.
    pub(crate) fn is_own(&self, row: i64) -> bool {
        self.rows().any(|own| own == row)
    }
}

/// What a caller shows: `Bearer <replica id>.<token>`, the token as its hash.
#[derive(Clone, Copy)]
pub(crate) struct Shown {
    replica: ReplicaId,
    token: Hash,
}

impl Shown {
    /// Reads the header.
    pub(crate) fn read(headers: &HeaderMap) -> Result<Self, Denied> {
        let text = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let shown = text
            .and_then(|text| text.strip_prefix("Bearer "))
            .and_then(|text| text.split_once('.'))
            .and_then(|(replica, token)| Some((replica.parse().ok()?, Hash::of(token.as_bytes()))));
        let (replica, token) = shown.ok_or(Denied(DenialCode::TokenRefused))?;
        Ok(Self { replica, token })
    }

    /// What a replica shows that comes by another way than a request.
    pub(crate) fn of(replica: ReplicaId, token: &str) -> Self {
        Self { replica, token: Hash::of(token.as_bytes()) }
    }

    /// Finds out who it is. A revoked person is known too: what they push is kept.
    pub(crate) fn caller(self, conn: &Connection) -> Result<Caller, Denied> {
        self.find(conn)?.ok_or(Denied(DenialCode::TokenRefused))
    }

    /// Finds out who it is; none when nobody has this token.
    pub(crate) fn find(self, conn: &Connection) -> Result<Option<Caller>, WardError> {
        let known = people::caller(conn, self.replica)?;
        Ok(known.and_then(|(caller, token)| same(&token, &self.token).then_some(caller)))
    }
}

/// Compares in a time that does not tell where they differ.
pub(crate) fn same(a: &Hash, b: &Hash) -> bool {
    let difference = a.0.iter().zip(b.0).fold(0, |sum, (a, b)| sum | (a ^ b));
    std::hint::black_box(difference) == 0
}
