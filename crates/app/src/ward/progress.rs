//! A request's body that tells when bytes of it went out, so that a network that is slow can be told from one
//! that is dead, and whether all of it is out, so that a ward at work can be told from either.

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use std::{
    fs::File,
    io::{self, Read},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

/// What goes out at a time: at 8 KB/s it takes two seconds.
const PIECE: usize = 16 * 1024;

/// What a request carries.
pub(crate) enum Outgoing {
    /// All of it is in memory.
    Bytes(Bytes),
    /// The rest of a file, of so many bytes; read as it goes out.
    File(File, u64),
}

impl From<Vec<u8>> for Outgoing {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl Outgoing {
    fn left(&self) -> u64 {
        match self {
            Self::Bytes(rest) => rest.len() as u64,
            Self::File(_, left) => *left,
        }
    }

    fn next_piece(&mut self) -> io::Result<Bytes> {
        let size = self.left().min(PIECE as u64) as usize;
        match self {
            Self::Bytes(rest) => Ok(rest.split_to(size)),
            Self::File(file, left) => {
                let mut piece = vec![0; size];
                file.read_exact(&mut piece)?;
                *left -= size as u64;
                Ok(piece.into())
            }
        }
    }
}

/// The body, and the look at it.
pub(super) fn watched(body: Outgoing) -> (reqwest::Body, Progress) {
    let progress = Progress::default();
    let body = Watched { rest: body, progress: progress.clone() };
    (reqwest::Body::wrap(body), progress)
}

/// How often something of a body went out, and whether all of it did.
#[derive(Clone, Default)]
pub(super) struct Progress {
    moved: Arc<AtomicU64>,
    out: Arc<AtomicBool>,
}

impl Progress {
    /// Ends when nothing went out for `silence` while the body goes, or when its answer did not come for `answer`.
    pub(super) async fn stalled(&self, silence: Duration, answer: Duration) {
        let mut seen = u64::MAX;
        loop {
            let now = self.moved.load(Ordering::Relaxed);
            if now == seen {
                break;
            }
            seen = now;
            tokio::time::sleep(silence).await;
        }
        if self.out.load(Ordering::Relaxed) {
            tokio::time::sleep(answer.saturating_sub(silence)).await;
        }
    }
}

struct Watched {
    rest: Outgoing,
    progress: Progress,
}

impl Body for Watched {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.rest.left() == 0 {
            return Poll::Ready(None);
        }
        self.progress.moved.fetch_add(1, Ordering::Relaxed);
        let piece = self.rest.next_piece();
        self.progress.out.store(self.rest.left() == 0, Ordering::Relaxed);
        Poll::Ready(Some(piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.left() == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.left())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_still_moves_is_not_given_up_and_what_does_not_is() {
        let silence = Duration::from_secs(30);
        let progress = Progress::default();
        let moving = progress.clone();
        let begun = tokio::time::Instant::now();
        let slow = tokio::spawn(async move {
            for _ in 0..10 {
                tokio::time::sleep(Duration::from_secs(20)).await;
                moving.moved.fetch_add(1, Ordering::Relaxed);
            }
        });
        progress.stalled(silence, silence).await;
        slow.await.unwrap();
        let lasted = begun.elapsed();
        assert!(lasted >= Duration::from_secs(200) + silence, "{lasted:?}");
        assert!(lasted <= Duration::from_secs(200) + 3 * silence, "{lasted:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_ward_that_has_all_of_it_may_take_its_time() {
        let (silence, answer) = (Duration::from_secs(30), Duration::from_secs(600));
        let lasts = async |out: bool| {
            let progress = Progress::default();
            progress.out.store(out, Ordering::Relaxed);
            let begun = tokio::time::Instant::now();
            progress.stalled(silence, answer).await;
            begun.elapsed()
        };
        assert_eq!((lasts(false).await, lasts(true).await), (silence, answer));
    }
}
