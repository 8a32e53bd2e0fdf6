//! A request's body that tells when bytes of it went out, so that a network that is slow can be told from one
//! that is dead.

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use std::{
    convert::Infallible,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

/// What goes out at a time: at 8 KB/s it takes two seconds.
const PIECE: usize = 16 * 1024;

/// The body, and the look at it.
pub(super) fn watched(body: Vec<u8>) -> (reqwest::Body, Progress) {
    let progress = Progress(Arc::default());
    let body = Watched { rest: Bytes::from(body), progress: progress.clone() };
    (reqwest::Body::wrap(body), progress)
}

/// How often something of a body went out.
#[derive(Clone)]
pub(super) struct Progress(Arc<AtomicU64>);

impl Progress {
    /// Ends when nothing went out for so long: while a body goes, and then while its answer is waited for.
    pub(super) async fn stalled(&self, silence: Duration) {
        let mut seen = u64::MAX;
        loop {
            let now = self.0.load(Ordering::Relaxed);
            if now == seen {
                return;
            }
            seen = now;
            tokio::time::sleep(silence).await;
        }
    }
}

struct Watched {
    rest: Bytes,
    progress: Progress,
}

impl Body for Watched {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        self.progress.0.fetch_add(1, Ordering::Relaxed);
        let piece = PIECE.min(self.rest.len());
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(piece)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_still_moves_is_not_given_up_and_what_does_not_is() {
        let silence = Duration::from_secs(30);
        let progress = Progress(Arc::default());
        let moving = progress.clone();
        let begun = tokio::time::Instant::now();
        let slow = tokio::spawn(async move {
            for _ in 0..10 {
                tokio::time::sleep(Duration::from_secs(20)).await;
                moving.0.fetch_add(1, Ordering::Relaxed);
            }
        });
        progress.stalled(silence).await;
        slow.await.unwrap();
        let lasted = begun.elapsed();
        assert!(lasted >= Duration::from_secs(200) + silence, "{lasted:?}");
        assert!(lasted <= Duration::from_secs(200) + 3 * silence, "{lasted:?}");
    }
}
