//! A network between a device and its ward that is cut where a test says.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

/// After how many bytes of a connection it is cut; `None` lets a direction be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// Bytes from the device to the ward.
    pub up: Option<u64>,
    /// Bytes from the ward to the device.
    pub down: Option<u64>,
}

/// The bytes of all connections since the last look, and after how many of them each flight ended.
#[derive(Clone, Debug, Default)]
pub struct Traffic {
    /// Where each flight from the device ended.
    pub up: Vec<u64>,
    /// Where each flight from the ward ended.
    pub down: Vec<u64>,
}

/// A TCP proxy on loopback.
pub struct FaultyNetwork {
    address: String,
    line: Arc<Line>,
}

#[derive(Default)]
struct Line {
    /// What a byte takes in each direction.
    latency: Duration,
    cut: Mutex<Cut>,
    traffic: Mutex<Traffic>,
    up: AtomicU64,
    down: AtomicU64,
    closed: AtomicBool,
    open: Mutex<Vec<TcpStream>>,
}

impl FaultyNetwork {
    /// A network to the ward at `upstream` (`host:port`), whole at first.
    pub fn to(upstream: &str) -> Self {
        Self::slow(upstream, Duration::ZERO)
    }

    /// The same, where each byte takes `latency` in either direction, however many are under way.
    pub fn slow(upstream: &str, latency: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
        let address = listener.local_addr().expect("its address").to_string();
        let (line, upstream) = (Arc::new(Line { latency, ..Line::default() }), upstream.to_owned());
        let shared = Arc::clone(&line);
        thread::spawn(move || {
            for device in listener.incoming().flatten() {
                if shared.closed.load(Ordering::SeqCst) {
                    break;
                }
                let Ok(ward) = TcpStream::connect(&upstream) else {
                    continue;
                };
                carry(&shared, &device, &ward);
                shared.open.lock().unwrap_or_else(PoisonError::into_inner).extend([device, ward]);
            }
        });
        Self { address, line }
    }

    /// Its address, `host:port`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Where devices find the ward through it.
    pub fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// Cuts every connection from now on where `cut` says, and forgets the traffic so far. Those that are open are
    /// closed, so that the next request begins with the first bytes of one.
    pub fn cut(&self, cut: Cut) {
        for stream in self.line.open.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
        *self.line.cut.lock().unwrap_or_else(PoisonError::into_inner) = cut;
        self.take_traffic();
    }

    /// The traffic since the last look.
    pub fn take_traffic(&self) -> Traffic {
        self.line.up.store(0, Ordering::SeqCst);
        self.line.down.store(0, Ordering::SeqCst);
        std::mem::take(&mut *self.line.traffic.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for FaultyNetwork {
    fn drop(&mut self) {
        self.line.closed.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(&self.address);
    }
}

/// Carries both directions of a connection, each in a thread of its own.
fn carry(line: &Arc<Line>, device: &TcpStream, ward: &TcpStream) {
    for upwards in [true, false] {
        let (from, to) = if upwards { (device, ward) } else { (ward, device) };
        let (Ok(mut from), Ok(to)) = (from.try_clone(), to.try_clone()) else {
            return;
        };
        let line = Arc::clone(line);
        let mut to = FarEnd::of(to, line.latency);
        thread::spawn(move || {
            let mut buffer = [0; 16 * 1024];
            while let Ok(length @ 1..) = from.read(&mut buffer) {
                let allowed = line.pass(upwards, length as u64);
                let whole = allowed == length as u64;
                let written = to.write_all(&buffer[..usize::try_from(allowed).unwrap_or(0)]);
                if written.is_err() || !whole {
                    break;
                }
            }
            // An end that is far away is closed when the last byte has come there, and its own side with it.
            if matches!(to, FarEnd::Near(_)) {
                let _ = from.shutdown(Shutdown::Both);
            }
            to.close();
        });
    }
}

/// Where a direction leads.
enum FarEnd {
    Near(TcpStream),
    /// What is under way, and when it arrives.
    Far(mpsc::Sender<(Instant, Vec<u8>)>, Duration),
}

impl FarEnd {
    fn of(mut stream: TcpStream, latency: Duration) -> Self {
        if latency.is_zero() {
            return Self::Near(stream);
        }
        // A kernel that waits for more would make the way longer than it is said to be.
        let _ = stream.set_nodelay(true);
        let (sender, under_way) = mpsc::channel::<(Instant, Vec<u8>)>();
        thread::spawn(move || {
            for (arrives, bytes) in under_way {
                thread::sleep(arrives.saturating_duration_since(Instant::now()));
                if stream.write_all(&bytes).is_err() {
                    break;
                }
            }
            let _ = stream.shutdown(Shutdown::Both);
        });
        Self::Far(sender, latency)
    }

    fn write_all(&mut self, bytes: &[u8]) -> Result<(), ()> {
        match self {
            Self::Near(stream) => stream.write_all(bytes).map_err(drop),
            Self::Far(sender, latency) => {
                sender.send((Instant::now() + *latency, bytes.to_owned())).map_err(drop)
            }
        }
    }

    fn close(self) {
        if let Self::Near(stream) = self {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Line {
    /// Counts `length` bytes of a direction and says how many of them may pass.
    fn pass(&self, upwards: bool, length: u64) -> u64 {
        let cut = *self.cut.lock().unwrap_or_else(PoisonError::into_inner);
        let (counter, limit) = if upwards { (&self.up, cut.up) } else { (&self.down, cut.down) };
        let before = counter.fetch_add(length, Ordering::SeqCst);
        let mut traffic = self.traffic.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = if upwards { &mut traffic.up } else { &mut traffic.down };
        ends.push(before + length);
        limit.map_or(length, |limit| limit.saturating_sub(before).min(length))
    }
}
