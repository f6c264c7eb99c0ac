//! The few requests that setting up needs, over loopback only.

use serde_json::Value;
use std::{
    io::{self, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};

const PATIENCE: Duration = Duration::from_secs(20);

/// An answer.
pub struct Answer {
    pub status: u16,
    body: Vec<u8>,
}

impl Answer {
    pub const fn succeeded(&self) -> bool {
        self.status >= 200 && self.status < 300
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).trim().to_owned()
    }

    /// The body as JSON; null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// Sends one request to a port of this machine and reads the whole answer.
pub fn request(port: u16, method: &str, path: &str, bearer: Option<&str>, body: Option<&Value>) -> io::Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(render(port, method, path, bearer, body).as_bytes())?;
    let mut raw = Vec::new();
    stream.read_to_end(&mut raw)?;
    let answer = read(&raw).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "no HTTP answer"))?;
    Ok(answer)
}

/// Reads a whole answer: its body ends with the connection, or says itself how long its parts are.
fn read(raw: &[u8]) -> Option<Answer> {
    const END: &[u8] = b"\r\n\r\n";
    let at = raw.windows(END.len()).position(|window| window == END)?;
    let (head, body) = raw.split_at_checked(at)?;
    let head = String::from_utf8_lossy(head);
    let body = body.get(END.len()..)?;
    let chunked = head.to_ascii_lowercase().contains("\r\ntransfer-encoding: chunked");
    let body = if chunked { joined(body)? } else { body.to_vec() };
    Some(Answer { status: status(&head)?, body })
}

fn joined(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let line = rest.windows(2).position(|window| window == b"\r\n")?;
        let (size, after) = rest.split_at_checked(line)?;
        let size = usize::from_str_radix(std::str::from_utf8(size).ok()?.split(';').next()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(out);
        }
        let part = after.get(2..)?;
        out.extend_from_slice(part.get(..size)?);
        rest = part.get(size + 2..)?;
    }
}

fn render(port: u16, method: &str, path: &str, bearer: Option<&str>, body: Option<&Value>) -> String {
    let body = body.map(Value::to_string).unwrap_or_default();
    let bearer = bearer.map(|key| format!("Authorization: Bearer {key}\r\n")).unwrap_or_default();
    format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{bearer}\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn status(answer: &str) -> Option<u16> {
    answer.strip_prefix("HTTP/1.1 ")?.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_says_how_long_its_body_is_in_bytes() {
        let text = render(8787, "PUT", "/x", Some("key"), Some(&Value::String("é".to_owned())));
        assert!(text.contains("Content-Length: 4\r\n\r\n\"é\""), "{text}");
        assert!(text.contains("Authorization: Bearer key\r\n"));
    }

    #[test]
    fn an_answer_in_parts_is_joined_even_inside_of_a_letter() {
        let raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n\"\xc3\r\n2\r\n\xa9\"\r\n0\r\n\r\n";
        assert_eq!(read(raw).map(|answer| answer.json()), Some(Value::String("é".to_owned())));
        let plain = read(b"HTTP/1.1 422 No\r\nContent-Length: 4\r\n\r\n true").map(|it| (it.status, it.text()));
        assert_eq!(plain, Some((422, "true".to_owned())));
    }

    #[test]
    fn a_status_is_read_from_the_first_line_only() {
        assert_eq!(status("HTTP/1.1 204 No Content\r\n\r\n"), Some(204));
        assert_eq!(status("nonsense"), None);
    }
}
