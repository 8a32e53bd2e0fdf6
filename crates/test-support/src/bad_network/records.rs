//! Which bytes of a connection are its handshake, read from the heads of its TLS records.

/// What an encrypted record is headed by.
const APPLICATION: u8 = 23;
const HEAD: usize = 5;

/// Both directions of a connection.
#[derive(Default)]
pub(super) struct Records {
    up: Direction,
    down: Direction,
}

#[derive(Default)]
struct Direction {
    head: Vec<u8>,
    /// Bytes of the record under way that have not come.
    left: usize,
    is_payload: bool,
    /// Encrypted records that have begun.
    encrypted: u64,
}

impl Records {
    /// How many of the next bytes of a direction are payload. The handshake is what is not encrypted, the device's
    /// first encrypted record, and the ward's up to it; what the ward sends after it to resume by counts as payload.
    pub(super) fn payload_of(&mut self, bytes: &[u8], upwards: bool) -> u64 {
        let device_was_done = self.up.encrypted > 0;
        let direction = if upwards { &mut self.up } else { &mut self.down };
        let mut payload = 0;
        for byte in bytes {
            if direction.left == 0 {
                direction.head.push(*byte);
                // What the head is, is only known from its first byte on.
                if direction.head.len() == 1 {
                    let encrypted = *byte == APPLICATION;
                    direction.is_payload =
                        encrypted && if upwards { direction.encrypted > 0 } else { device_was_done };
                    direction.encrypted += u64::from(encrypted);
                }
                if direction.head.len() == HEAD {
                    direction.left = usize::from(direction.head[3]) << 8 | usize::from(direction.head[4]);
                    direction.head.clear();
                }
            } else {
                direction.left -= 1;
            }
            payload += u64::from(direction.is_payload);
        }
        payload
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u8, length: u8) -> Vec<u8> {
        [vec![kind, 3, 3, 0, length], vec![0; usize::from(length)]].concat()
    }

    #[test]
    fn a_handshake_ends_with_the_devices_first_encrypted_record_however_the_bytes_are_cut() {
        const HELLO: u8 = 22;
        let up = [record(HELLO, 9), record(20, 1), record(APPLICATION, 7), record(APPLICATION, 100)].concat();
        let down = [record(HELLO, 8), record(APPLICATION, 50)].concat();
        for piece in [1, 3, 1000] {
            let mut records = Records::default();
            let mut count = |bytes: &[u8], upwards| -> u64 {
                bytes.chunks(piece).map(|bytes| records.payload_of(bytes, upwards)).sum()
            };
            assert_eq!(count(&up[..14], true), 0);
            assert_eq!(count(&down, false), 0, "before the device is done");
            assert_eq!(count(&up[14..], true), 105);
            assert_eq!(count(&record(APPLICATION, 40), false), 45);
            assert_eq!(count(&record(21, 2), false), 0);
        }
    }
}
