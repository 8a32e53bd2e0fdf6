//! A network between a device and its ward that is as bad as a test says at the moment: slow and far, stalled, cut,
//! with somebody else at its end. It counts what goes over it, the handshakes of TLS apart.

mod records;

use records::Records;
use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

/// A TCP proxy on loopback.
pub struct BadNetwork {
    address: String,
    line: Arc<Line>,
}

/// What went over the network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Bytes from the device, without those of handshakes.
    pub up: u64,
    /// Bytes to the device, without those of handshakes.
    pub down: u64,
    /// Bytes of handshakes, both ways.
    pub handshakes: u64,
    /// How many connections were opened to whoever stood at the end.
    pub connections: u64,
}

impl Counted {
    /// Bytes both ways, without those of handshakes.
    pub fn payload(&self) -> u64 {
        self.up + self.down
    }
}

/// How slow and how far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slowness {
    /// Bytes a second in each direction, for all connections together.
    pub bytes_per_second: u64,
    /// What a byte takes in each direction.
    pub way: Duration,
}

type Event = Box<dyn FnOnce(&BadNetwork) + Send>;

#[derive(Default)]
struct Line {
    state: Mutex<State>,
    /// Rung when what is held may go on.
    goes_on: Condvar,
}

#[derive(Default)]
struct State {
    /// Who stands at the end for new connections: `host:port`.
    end: String,
    slowness: Option<Slowness>,
    /// When each direction is free for the next byte: up, down.
    free_at: [Option<Instant>; 2],
    held: bool,
    counted: Counted,
    /// What happens after so many bytes of payload from the device more.
    event: Option<(u64, Event)>,
    open: Vec<Ends>,
}

/// Both ends of a connection.
struct Ends {
    device: TcpStream,
    ward: TcpStream,
    /// From then on nothing is taken from either, also not what a kernel has already.
    broken: Arc<AtomicBool>,
}

/// One connection, as both of its directions know it.
#[derive(Clone, Default)]
struct Connection {
    records: Arc<Mutex<Records>>,
    broken: Arc<AtomicBool>,
}

impl BadNetwork {
    /// A network to the ward at `end` (`host:port`), good at first.
    pub fn to(end: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
        let address = listener.local_addr().expect("its address").to_string();
        let line = Arc::new(Line::default());
        line.state().end = end.to_owned();
        let network = Self { address, line };
        let carried = network.share();
        thread::spawn(move || {
            for device in listener.incoming().flatten() {
                carried.open(device);
            }
        });
        network
    }

    /// Where devices find the ward through it.
    pub fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// What went over it since it began.
    pub fn counted(&self) -> Counted {
        self.line.state().counted
    }

    /// Is as slow as this from now on; `None` is as fast as the machine.
    pub fn slow_down(&self, slowness: Option<Slowness>) {
        let mut state = self.line.state();
        (state.slowness, state.free_at) = (slowness, [None, None]);
    }

    /// Breaks every connection.
    pub fn cut(&self) {
        for ends in std::mem::take(&mut self.line.state().open) {
            ends.broken.store(true, Ordering::SeqCst);
            let _ = ends.device.shutdown(Shutdown::Both);
            let _ = ends.ward.shutdown(Shutdown::Both);
        }
    }

    /// Holds every byte from now on, the connections staying open; or lets them go on.
    pub fn hold(&self, held: bool) {
        self.line.state().held = held;
        self.line.goes_on.notify_all();
    }

    /// Breaks every connection, and leads those that come to somebody else: `host:port`.
    pub fn lead_to(&self, end: &str) {
        end.clone_into(&mut self.line.state().end);
        self.cut();
    }

    /// Has something happen, once, when the device has sent so many bytes more than now, in the middle of
    /// whatever goes on then. What was to happen before is forgotten.
    pub fn after(&self, bytes: u64, event: impl FnOnce(&BadNetwork) + Send + 'static) {
        let mut state = self.line.state();
        let at = state.counted.up + bytes;
        state.event = Some((at, Box::new(event)));
    }

    /// Whether what was to happen has happened.
    pub fn has_happened(&self) -> bool {
        self.line.state().event.is_none()
    }

    fn share(&self) -> Self {
        Self { address: self.address.clone(), line: Arc::clone(&self.line) }
    }

    fn open(&self, device: TcpStream) -> Option<()> {
        let end = self.line.state().end.clone();
        // Whoever is not there closes the door.
        let ward = TcpStream::connect(end).ok()?;
        let connection = Connection::default();
        for upwards in [true, false] {
            let (from, to) = if upwards { (&device, &ward) } else { (&ward, &device) };
            let (from, to) = (from.try_clone().ok()?, to.try_clone().ok()?);
            let (network, connection) = (self.share(), connection.clone());
            thread::spawn(move || network.carry(from, to, upwards, &connection));
        }
        let mut state = self.line.state();
        state.counted.connections += 1;
        state.open.push(Ends { device, ward, broken: connection.broken });
        Some(())
    }

    /// Carries one direction of a connection to its end.
    fn carry(&self, mut from: TcpStream, mut to: TcpStream, upwards: bool, connection: &Connection) {
        // A kernel that waits for more would make the way longer than it is said to be.
        let _ = to.set_nodelay(true);
        let (under_way, arriving) = mpsc::channel::<(Instant, Vec<u8>)>();
        thread::spawn(move || {
            for (arrives, bytes) in arriving {
                thread::sleep(arrives.saturating_duration_since(Instant::now()));
                if to.write_all(&bytes).is_err() {
                    break;
                }
            }
            let _ = to.shutdown(Shutdown::Both);
        });
        let mut buffer = [0; 1024];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            let mut rest = &buffer[..length];
            while !rest.is_empty() {
                if connection.broken.load(Ordering::SeqCst) {
                    return;
                }
                let (part, event, leaves) = self.admit(rest, upwards, &connection.records);
                thread::sleep(leaves.saturating_duration_since(Instant::now()));
                let arrives =
                    Instant::now() + self.line.state().slowness.map_or(Duration::ZERO, |slow| slow.way);
                if under_way.send((arrives, rest[..part].to_owned())).is_err() {
                    let _ = from.shutdown(Shutdown::Both);
                    return;
                }
                if let Some(event) = event {
                    event(self);
                }
                rest = &rest[part..];
            }
        }
        // A farewell is held too.
        drop(self.line.while_not_held());
        let _ = from.shutdown(Shutdown::Both);
    }

    /// Counts bytes of a direction once they may pass: how many pass now, what happens after them, and when
    /// they have left.
    fn admit(
        &self,
        bytes: &[u8],
        upwards: bool,
        records: &Mutex<Records>,
    ) -> (usize, Option<Event>, Instant) {
        let state = self.line.state();
        let mut state =
            self.line.goes_on.wait_while(state, |state| state.held).unwrap_or_else(PoisonError::into_inner);
        let mut records = records.lock().unwrap_or_else(PoisonError::into_inner);
        let room = match &state.event {
            Some((at, _)) if upwards => at.saturating_sub(state.counted.up).max(1),
            _ => u64::MAX,
        };
        let part = bytes.len().min(usize::try_from(room).unwrap_or(usize::MAX));
        let payload = records.payload_of(&bytes[..part], upwards);
        state.counted.handshakes += part as u64 - payload;
        *(if upwards { &mut state.counted.up } else { &mut state.counted.down }) += payload;
        let up = state.counted.up;
        let event = state.event.take_if(|(at, _)| upwards && up >= *at).map(|(_, event)| event);
        let now = Instant::now();
        let Some(slowness) = state.slowness else { return (part, event, now) };
        let takes = Duration::from_secs_f64(part as f64 / slowness.bytes_per_second as f64);
        let free_at = &mut state.free_at[usize::from(upwards)];
        let leaves = free_at.unwrap_or(now).max(now) + takes;
        *free_at = Some(leaves);
        (part, event, leaves)
    }
}

impl Line {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state, once nothing is held.
    fn while_not_held(&self) -> MutexGuard<'_, State> {
        let held = self.goes_on.wait_while(self.state(), |state| state.held);
        held.unwrap_or_else(PoisonError::into_inner)
    }
}
