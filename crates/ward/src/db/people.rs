//! Persons, invitations and replicas.

use super::{from_json, to_json};
use crate::{access::Caller, error::WardError, flags::Flags};
use rusqlite::{Connection, OptionalExtension, Row, params};
use tan_nha_domain::{
    change::Hash,
    ids::{ReplicaId, UserId},
    record::Viewer,
    role::Role,
    time::Timestamp,
};
use tan_nha_sync::wire::{DeviceStanding, Standing};

/// A person of the ward.
pub(crate) struct Person {
    pub(crate) n: i64,
    pub(crate) id: UserId,
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) hamlets: Vec<String>,
    pub(crate) team: Option<String>,
    pub(crate) revoked: bool,
    /// How often role, hamlets or team were changed.
    pub(crate) assigned: u64,
}

const PERSON: &str = "person.n, person.id, person.name, person.role, person.hamlets, person.team,
                      person.revoked_at IS NOT NULL, person.assigned";

/// Whether other replicas are of the line of this one.
const SEVERAL: &str =
    "replica.succeeds IS NOT NULL OR EXISTS (SELECT 1 FROM replica AS later WHERE later.line = replica.n)";

fn person(row: &Row<'_>) -> rusqlite::Result<Result<Person, WardError>> {
    let (role, hamlets): (String, String) = (row.get(3)?, row.get(4)?);
    let Some(role) = Role::ALL.into_iter().find(|known| known.as_str() == role) else {
        return Ok(Err(WardError::Damaged("role")));
    };
    let hamlets = match from_json(&hamlets, "hamlets") {
        Ok(hamlets) => hamlets,
        Err(error) => return Ok(Err(error)),
    };
    Ok(Ok(Person {
        n: row.get(0)?,
        id: UserId(row.get(1)?),
        name: row.get(2)?,
        role,
        hamlets,
        team: row.get(5)?,
        revoked: row.get(6)?,
        assigned: row.get::<_, i64>(7)?.cast_unsigned(),
    }))
}

/// The person of this name.
pub(crate) fn by_name(conn: &Connection, name: &str) -> Result<Option<Person>, WardError> {
    conn.query_row(&format!("SELECT {PERSON} FROM person WHERE name = ?1"), [name], person)
        .optional()?
        .transpose()
}

/// Takes a person in; gives their row.
pub(crate) fn insert(conn: &Connection, person: &Person, now: Timestamp) -> Result<i64, WardError> {
    conn.execute(
        "INSERT INTO person (id, name, role, hamlets, team, made_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            person.id.0,
            person.name,
            person.role.as_str(),
            to_json(&person.hamlets, "hamlets")?,
            person.team,
            now.0
        ],
    )?;
    Ok(conn.last_insert_rowid())
}

/// Gives a person another role, other hamlets and another team.
pub(crate) fn assign(conn: &Connection, person: &Person) -> Result<(), WardError> {
    conn.execute(
        "UPDATE person SET role = ?2, hamlets = ?3, team = ?4, assigned = assigned + 1 WHERE n = ?1",
        params![person.n, person.role.as_str(), to_json(&person.hamlets, "hamlets")?, person.team],
    )?;
    Ok(())
}

/// Revokes a person; gives how many replicas they have.
pub(crate) fn revoke(conn: &Connection, person: i64, now: Timestamp) -> Result<u64, WardError> {
    conn.execute("UPDATE person SET revoked_at = coalesce(revoked_at, ?2) WHERE n = ?1", [person, now.0])?;
    let replicas: i64 =
        conn.query_row("SELECT count(*) FROM replica WHERE person = ?1", [person], |row| row.get(0))?;
    Ok(replicas.cast_unsigned())
}

/// An invitation as it stands.
pub(crate) struct Invited {
    pub(crate) n: i64,
    pub(crate) person: Person,
    pub(crate) ends_at: Timestamp,
    /// The replica and the token's hash that used it.
    pub(crate) used: Option<(ReplicaId, Hash)>,
}

/// Stores an invitation.
pub(crate) fn invite(
    conn: &Connection,
    person: i64,
    code: Hash,
    now: Timestamp,
    ends_at: Timestamp,
) -> Result<(), WardError> {
    conn.execute(
        "INSERT INTO invitation (code_hash, person, made_at, ends_at) VALUES (?1, ?2, ?3, ?4)",
        params![code.0, person, now.0, ends_at.0],
    )?;
    Ok(())
}

/// The invitation with this code.
pub(crate) fn invitation(conn: &Connection, code: Hash) -> Result<Option<Invited>, WardError> {
    let found = conn
        .query_row(
            &format!(
                "SELECT {PERSON}, invitation.n, ends_at, used_by, token_hash
                 FROM invitation JOIN person ON person.n = invitation.person WHERE code_hash = ?1"
            ),
            [code.0],
            |row| {
                let used = match (row.get(10)?, row.get(11)?) {
                    (Some(replica), Some(token)) => Some((ReplicaId(replica), Hash(token))),
                    _ => None,
                };
                Ok((person(row)?, row.get(8)?, Timestamp(row.get(9)?), used))
            },
        )
        .optional()?;
    let Some((person, n, ends_at, used)) = found else { return Ok(None) };
    Ok(Some(Invited { n, person: person?, ends_at, used }))
}

/// Marks an invitation as used.
pub(crate) fn use_invitation(
    conn: &Connection,
    invitation: i64,
    replica: ReplicaId,
    token: Hash,
    now: Timestamp,
) -> Result<(), WardError> {
    conn.execute(
        "UPDATE invitation SET used_at = ?2, used_by = ?3, token_hash = ?4 WHERE n = ?1",
        params![invitation, now.0, replica.0, token.0],
    )?;
    Ok(())
}

/// Takes a replica in, or gives a known one of the same person a new token; false when the replica is
/// another person's.
pub(crate) fn enrol(
    conn: &Connection,
    replica: ReplicaId,
    person: i64,
    token: Hash,
    now: Timestamp,
) -> Result<bool, WardError> {
    let rows = conn.execute(
        "INSERT INTO replica (id, person, token_hash, enrolled_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET token_hash = excluded.token_hash, enrolled_at = excluded.enrolled_at
         WHERE person = excluded.person",
        params![replica.0, person, token.0, now.0],
    )?;
    Ok(rows == 1)
}

/// The replica with the hash of its token.
pub(crate) fn caller(conn: &Connection, replica: ReplicaId) -> Result<Option<(Caller, Hash)>, WardError> {
    let by_id = format!(
        "SELECT {PERSON}, replica.n, token_hash, replica.id, {SEVERAL}
         FROM replica JOIN person ON person.n = replica.person WHERE replica.id = ?1"
    );
    let found = conn.prepare_cached(&by_id)?.query_row([replica.0], with_replica).optional()?;
    let Some((mut caller, token)) = found.transpose()? else { return Ok(None) };
    caller.predecessors = predecessors(conn, caller.n)?;
    Ok(Some((caller, token)))
}

/// Those in whose place a replica is, the nearest first.
fn predecessors(conn: &Connection, n: i64) -> Result<Vec<(i64, ReplicaId)>, WardError> {
    let mut statement = conn.prepare_cached(
        "WITH RECURSIVE before (n, far) AS (
             SELECT succeeds, 1 FROM replica WHERE n = ?1 AND succeeds IS NOT NULL
             UNION ALL SELECT succeeds, far + 1 FROM before JOIN replica USING (n) WHERE succeeds IS NOT NULL)
         SELECT replica.n, replica.id FROM before JOIN replica USING (n) ORDER BY far",
    )?;
    let rows = statement.query_map([n], |row| Ok((row.get(0)?, ReplicaId(row.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Gives a person of whom nothing is known yet the id that they had; false where something is, or somebody else has
/// it.
pub(crate) fn rename(conn: &Connection, person: i64, id: UserId) -> Result<bool, WardError> {
    let rows = conn.execute(
        "UPDATE person SET id = ?2 WHERE n = ?1 AND NOT EXISTS (SELECT 1 FROM replica WHERE person = ?1)
         AND NOT EXISTS (SELECT 1 FROM person AS other WHERE other.id = ?2)",
        params![person, id.0],
    )?;
    Ok(rows == 1)
}

/// Notes that a replica takes the place of the one in row `predecessor`, and that its own changes begin with the
/// number `first`; what that one got from the ward is on the device. Told again before anything of it came, the
/// last word holds.
pub(crate) fn succeed(
    conn: &Connection,
    replica: ReplicaId,
    predecessor: i64,
    first: i64,
) -> Result<(), WardError> {
    conn.execute(
        "UPDATE replica SET succeeds = ?2, first_seq = ?3,
             line = (SELECT coalesce(line, n) FROM replica WHERE n = ?2)
         WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM change WHERE change.replica = replica.n)",
        params![replica.0, predecessor, first],
    )?;
    conn.execute(
        "INSERT INTO delivered (replica, record)
         SELECT (SELECT n FROM replica WHERE id = ?1), record FROM delivered WHERE replica = ?2
         ON CONFLICT DO NOTHING",
        params![replica.0, predecessor],
    )?;
    Ok(())
}

/// The replica of this row, whose held change is looked at again.
pub(crate) fn caller_of_row(conn: &Connection, n: i64) -> Result<Caller, WardError> {
    let by_row = format!(
        "SELECT {PERSON}, replica.n, token_hash, replica.id, {SEVERAL}
         FROM replica JOIN person ON person.n = replica.person WHERE replica.n = ?1"
    );
    let caller = conn.prepare_cached(&by_row)?.query_row([n], with_replica)??.0;
    Ok(Caller { predecessors: predecessors(conn, n)?, ..caller })
}

fn with_replica(row: &Row<'_>) -> rusqlite::Result<Result<(Caller, Hash), WardError>> {
    let (n, token, replica) = (row.get(8)?, Hash(row.get(9)?), ReplicaId(row.get(10)?));
    let is_one_of_several = row.get(11)?;
    Ok(person(row)?.map(|person| {
        let viewer = Viewer { user: person.id, role: person.role, hamlets: person.hamlets };
        let (team, revoked, assigned) = (person.team, person.revoked, person.assigned);
        let predecessors = Vec::new();
        (Caller { n, replica, predecessors, is_one_of_several, viewer, team, revoked, assigned }, token)
    }))
}

/// Notes what a replica says of its own work.
pub(crate) fn note_standing(
    conn: &Connection,
    replica: i64,
    standing: &Standing,
    now: Timestamp,
) -> Result<(), WardError> {
    conn.prepare_cached("UPDATE replica SET standing = ?2, told_at = ?3 WHERE n = ?1")?.execute(params![
        replica,
        to_json(standing, "standing")?,
        now.0
    ])?;
    Ok(())
}

/// Where the devices stand of everybody who was not revoked, by team and name, with what stands against them. One in
/// whose place another is stands for nothing any more, unless it has spoken since: then it is a copy that is still at
/// work. One that was begun and never became a device, because its invitation was given up for another, cannot be told
/// from a copy that has not spoken yet: it stays, as one that has not.
pub(crate) fn devices(conn: &Connection, flags: &mut Flags) -> Result<Vec<DeviceStanding>, WardError> {
    let mut statement = conn.prepare_cached(
        "SELECT name, team, standing, told_at, replica.n
         FROM replica JOIN person ON person.n = replica.person
         WHERE revoked_at IS NULL AND NOT EXISTS (
             SELECT 1 FROM replica AS later WHERE later.succeeds = replica.n
             AND later.enrolled_at >= coalesce(replica.told_at, 0))
         ORDER BY team IS NULL, team, name, replica.n",
    )?;
    let mut rows = statement.query([])?;
    let mut devices = Vec::new();
    while let Some(row) = rows.next()? {
        let standing: Option<String> = row.get(2)?;
        devices.push(DeviceStanding {
            user_name: row.get(0)?,
            team: row.get(1)?,
            standing: standing.as_deref().map(|text| from_json(text, "standing")).transpose()?,
            told_at: row.get::<_, Option<i64>>(3)?.map(Timestamp),
            flags: flags.take(row.get(4)?),
        });
    }
    Ok(devices)
}
