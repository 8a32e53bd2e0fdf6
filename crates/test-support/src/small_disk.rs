//! A disk that is soon full.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A command that mounts a disk of some megabytes at `folder`, in a mount namespace of its own, and then runs
/// what is added to it. Root needs no user namespace for it, which a changed root would forbid.
pub fn on_a_small_disk(folder: &Path, megabytes: u32) -> Command {
    let id = Command::new("id").arg("-u").output().expect("id runs");
    let mut command = Command::new("unshare");
    if id.stdout.trim_ascii() != b"0" {
        command.arg("--map-root-user");
    }
    command.args(["--mount", "--propagation", "unchanged", "sh", "-c"]);
    command.arg(r#"size=$1 && shift && mount -t tmpfs -o "size=${size}m" tmpfs "$0" && exec "$@""#);
    command.arg(folder).arg(megabytes.to_string());
    command
}

/// The same folder as a process in its own mount namespace sees it.
pub fn as_seen_by(process: u32, folder: &Path) -> PathBuf {
    let below_root = folder.strip_prefix("/").expect("an absolute path");
    Path::new("/proc").join(process.to_string()).join("root").join(below_root)
}

/// Fills a disk to its last block with a file that can be taken away again.
///
/// # Panics
/// When the disk is not full after a gigabyte.
pub fn fill_up(ballast: &Path) {
    use std::io::Write;
    let mut file = fs::File::create(ballast).expect("room for a name");
    for size in [64 * 1024, 1024, 1] {
        let block = vec![0; size];
        let room = (0..16 * 1024).find(|_| file.write_all(&block).is_err());
        assert!(room.is_some(), "the disk is never full");
    }
}
