//! A body that takes as long as it needs. Over the slowest network a photo takes minutes; only silence ends
//! it.

use super::refused::Refused;
use axum::body::{Bytes, HttpBody};
use std::{future::poll_fn, mem, pin::Pin, time::Duration};
use tan_nha_sync::wire::DenialCode;
use tokio::time::timeout;

/// What is kept at a time: what a power cut of the ward may cost a sender, and what memory an upload takes.
pub(super) const CHUNK: usize = 256 * 1024;
/// A sender that says nothing for so long is given up.
const SILENCE: Duration = Duration::from_secs(30);
/// How much of a refused body is read away.
const DRAINED: usize = 1024 * 1024;
/// How long the next bytes of a refused body are waited for: a client that has read the answer may send no
/// more and yet never end its request.
const LINGER: Duration = Duration::from_secs(5);

/// The rest of an upload while it arrives.
pub(crate) struct Arriving<'a, B> {
    body: &'a mut B,
    /// What has arrived and was not handed out.
    waiting: Vec<u8>,
    /// What the upload lacks, `waiting` included.
    room: u64,
    /// How the body ended; what had arrived before is still handed out.
    end: Option<Result<(), Refused>>,
}

impl<'a, B: HttpBody<Data = Bytes> + Unpin> Arriving<'a, B> {
    /// The body of a request, for an upload that lacks `room` bytes.
    pub(crate) fn new(body: &'a mut B, room: u64) -> Self {
        // Where the length is known before, nothing of a body that is too long is kept.
        let too_long = body.size_hint().lower() > room;
        Self { body, waiting: Vec::new(), room, end: too_long.then_some(Err(bad_request())) }
    }

    /// The next bytes, [`CHUNK`] at most. The last bytes of the upload come when the body has ended: only
    /// then it is certain that no more follow. A body that was cut or fell silent gives what has arrived of
    /// it, and then the error.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<u8>>, Refused> {
        loop {
            if self.waiting.len() >= CHUNK && self.room > CHUNK as u64 {
                let rest = self.waiting.split_off(CHUNK);
                return Ok(Some(self.hand_out(rest)));
            }
            match self.end {
                None => self.read_on().await,
                Some(_) if !self.waiting.is_empty() => return Ok(Some(self.hand_out(Vec::new()))),
                Some(end) => return end.map(|()| None),
            }
        }
    }

    /// Reads some of a body away that was refused: a client that is still sending would otherwise see a broken
    /// connection and not the answer.
    pub(crate) async fn drain(body: &mut B) {
        let mut seen = 0;
        while seen < DRAINED {
            let Ok(Some(data)) = frame(body, LINGER).await else { break };
            seen += data.len();
        }
    }

    fn hand_out(&mut self, rest: Vec<u8>) -> Vec<u8> {
        let bytes = mem::replace(&mut self.waiting, rest);
        self.room -= bytes.len() as u64;
        bytes
    }

    async fn read_on(&mut self) {
        match frame(self.body, SILENCE).await {
            Ok(Some(data)) if (self.waiting.len() + data.len()) as u64 > self.room => {
                self.waiting.clear();
                self.end = Some(Err(bad_request()));
            }
            Ok(Some(data)) => self.waiting.extend_from_slice(&data),
            Ok(None) => self.end = Some(Ok(())),
            Err(refused) => self.end = Some(Err(refused)),
        }
    }
}

async fn frame(
    body: &mut (impl HttpBody<Data = Bytes> + Unpin),
    patience: Duration,
) -> Result<Option<Bytes>, Refused> {
    match timeout(patience, poll_fn(|context| Pin::new(&mut *body).poll_frame(context))).await {
        Ok(None) => Ok(None),
        // Trailers hold nothing of a file.
        Ok(Some(Ok(frame))) => Ok(Some(frame.into_data().unwrap_or_default())),
        Ok(Some(Err(_))) => Err(bad_request()),
        Err(_) => Err(Refused::Denied(DenialCode::Busy)),
    }
}

fn bad_request() -> Refused {
    Refused::Denied(DenialCode::BadRequest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use std::task::{Context, Poll};
    use tokio::sync::mpsc;

    /// A body whose parts come when a test sends them.
    struct Sent(mpsc::Receiver<Result<Vec<u8>, &'static str>>);

    impl HttpBody for Sent {
        type Data = Bytes;
        type Error = &'static str;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<http_body::Frame<Bytes>, &'static str>>> {
            self.0.poll_recv(context).map_ok(|bytes| http_body::Frame::data(bytes.into()))
        }
    }

    fn sent(parts: Vec<Result<Vec<u8>, &'static str>>) -> Sent {
        let (sender, receiver) = mpsc::channel(parts.len().max(1));
        parts.into_iter().for_each(|part| sender.try_send(part).unwrap());
        Sent(receiver)
    }

    /// The lengths of what is handed out, and how it ended.
    async fn lengths(mut body: Sent, room: usize) -> (Vec<usize>, Result<(), Refused>) {
        let mut arriving = Arriving::new(&mut body, room as u64);
        let mut lengths = Vec::new();
        loop {
            match arriving.next().await {
                Ok(Some(bytes)) => lengths.push(bytes.len()),
                Ok(None) => return (lengths, Ok(())),
                Err(refused) => return (lengths, Err(refused)),
            }
        }
    }

    #[tokio::test]
    async fn a_body_is_handed_out_in_chunks_to_its_last_byte() {
        let part = |length: usize| Ok(vec![1; length]);
        let large = lengths(sent(vec![part(3 * CHUNK), part(1)]), 9 * CHUNK).await;
        assert_eq!(large, (vec![CHUNK, CHUNK, CHUNK, 1], Ok(())));
        let in_crumbs = lengths(sent((0..100).map(|_| part(CHUNK / 50)).collect()), 9 * CHUNK).await;
        assert_eq!((in_crumbs.0.iter().sum::<usize>(), in_crumbs.0.len()), (CHUNK / 50 * 100, 2));
        assert_eq!(lengths(sent(vec![part(2 * CHUNK)]), 2 * CHUNK).await, (vec![CHUNK, CHUNK], Ok(())));
        assert_eq!(lengths(sent(vec![]), CHUNK).await, (vec![], Ok(())));
        assert_eq!(lengths(sent(vec![]), 0).await, (vec![], Ok(())));
    }

    #[tokio::test]
    async fn what_came_before_a_cut_is_handed_out() {
        let cut = sent(vec![Ok(vec![1; CHUNK + 7]), Err("reset")]);
        assert_eq!(lengths(cut, 9 * CHUNK).await, (vec![CHUNK, 7], Err(bad_request())));
    }

    #[tokio::test]
    async fn a_body_that_is_longer_than_the_upload_never_completes_it() {
        for beyond in [1, CHUNK, 5 * CHUNK] {
            let long = sent(vec![Ok(vec![1; 2 * CHUNK]), Ok(vec![2; beyond])]);
            assert_eq!(lengths(long, 2 * CHUNK).await, (vec![CHUNK], Err(bad_request())), "{beyond}");
        }
        let mut announced = Body::from(vec![1; 2 * CHUNK + 1]);
        let mut arriving = Arriving::new(&mut announced, 2 * CHUNK as u64);
        assert_eq!(arriving.next().await, Err(bad_request()), "its length was known before");
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_sender_is_waited_for_and_a_silent_one_given_up() {
        let (sender, receiver) = mpsc::channel(1);
        let slow = tokio::spawn(async move {
            for _ in 0..1000 {
                tokio::time::sleep(SILENCE - Duration::from_millis(1)).await;
                sender.send(Ok(vec![1])).await.unwrap();
            }
            // It stays connected and says no more.
            sender
        });
        let mut body = Sent(receiver);
        let mut arriving = Arriving::new(&mut body, CHUNK as u64);
        assert_eq!(arriving.next().await, Ok(Some(vec![1; 1000])));
        assert_eq!(arriving.next().await, Err(Refused::Denied(DenialCode::Busy)));
        drop(slow.await);
    }

    #[tokio::test]
    async fn a_refused_body_is_read_away_and_no_more_than_a_little() {
        let mut body = sent((0..9).map(|_| Ok(vec![1; DRAINED / 4])).collect());
        Arriving::drain(&mut body).await;
        assert_eq!(body.0.len(), 5);
        Arriving::drain(&mut Body::empty()).await;
    }
}
