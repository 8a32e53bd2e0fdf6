//! Who answers in the ward's place: a captive portal, and something under the ward's own certificate.

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::Arc,
    thread,
};
use tan_nha_domain::time::Timestamp;
use tan_nha_sync::{
    codec::{self, Packing},
    wire::{self, Denial, DenialCode},
};

/// A captive portal: it answers whatever comes with its own page, in plain HTTP. Its address.
pub fn portal() -> String {
    serve(|mut stream| {
        let page = "<html>Xin mời đăng nhập Wi-Fi</html>";
        let _ = stream.write_all(answer("302 Found", "location: http://10.0.0.1/\r\n", page).as_bytes());
        farewell(&stream);
    })
}

/// Something between device and ward that speaks TLS in the ward's name and answers with this status and these
/// headers, whatever is asked. Its address.
pub fn gateway(tls: ServerConfig, status: &'static str, headers: &'static str) -> String {
    let tls = Arc::new(tls);
    serve(move |stream| {
        let Ok(connection) = ServerConnection::new(Arc::clone(&tls)) else { return };
        let mut stream = StreamOwned::new(connection, stream);
        let mut asked = [0; 16 * 1024];
        if !matches!(stream.read(&mut asked), Ok(1..)) {
            return;
        }
        let _ = stream.write_all(answer(status, headers, "<html>gateway</html>").as_bytes());
        stream.conn.send_close_notify();
        let _ = stream.flush();
        farewell(&stream.sock);
    })
}

/// A ward of before the dictionary, which cannot unpack what was packed with one; and is busy otherwise. Its address.
pub fn earlier_ward(tls: ServerConfig) -> String {
    let tls = Arc::new(tls);
    serve(move |stream| {
        let Ok(connection) = ServerConnection::new(Arc::clone(&tls)) else { return };
        let mut stream = StreamOwned::new(connection, stream);
        while let Some(body) = request(&mut stream) {
            let (status, code) = match Packing::of(&body) {
                Packing::WithDictionary => ("400 Bad Request", DenialCode::Garbled),
                Packing::Alone => ("503 Service Unavailable", DenialCode::Busy),
            };
            let denial = codec::encode(&Denial::new(code, Timestamp(0))).unwrap();
            let (kind, length) = (wire::CONTENT_TYPE, denial.len());
            let head =
                format!("HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n");
            if stream.write_all(&[head.as_bytes(), &denial].concat()).is_err() {
                return;
            }
        }
    })
}

/// The body of the next request.
fn request(stream: &mut impl Read) -> Option<Vec<u8>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).ok()?;
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "))?;
    let mut body = vec![0; length.parse().ok()?];
    stream.read_exact(&mut body).ok()?;
    Some(body)
}

fn serve(each: impl Fn(TcpStream) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let each = Arc::new(each);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let each = Arc::clone(&each);
            thread::spawn(move || each(stream));
        }
    });
    address
}

fn answer(status: &str, headers: &str, page: &str) -> String {
    let length = page.len();
    format!(
        "HTTP/1.1 {status}\r\n{headers}content-type: text/html\r\ncontent-length: {length}\r\n\
         connection: close\r\n\r\n{page}"
    )
}

/// Reads what is still coming: a socket that is closed with something unread takes its answer back.
fn farewell(mut stream: &TcpStream) {
    let _ = stream.shutdown(Shutdown::Write);
    let _ = stream.read_to_end(&mut Vec::new());
}
