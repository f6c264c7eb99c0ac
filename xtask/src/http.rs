//! The few requests that setting up needs, over loopback only.

use serde_json::Value;
use std::{
    io::{self, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};

const PATIENCE: Duration = Duration::from_secs(20);

/// An answer: its status, and its head and body as they came.
pub struct Answer {
    pub status: u16,
    pub text: String,
}

/// Sends one request to a port of this machine and reads the whole answer.
pub fn request(port: u16, method: &str, path: &str, bearer: Option<&str>, body: Option<&Value>) -> io::Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(render(port, method, path, bearer, body).as_bytes())?;
    let mut raw = Vec::new();
    stream.read_to_end(&mut raw)?;
    let text = String::from_utf8_lossy(&raw).into_owned();
    let status = status(&text).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "no HTTP answer"))?;
    Ok(Answer { status, text })
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
    fn a_status_is_read_from_the_first_line_only() {
        assert_eq!(status("HTTP/1.1 204 No Content\r\n\r\n"), Some(204));
        assert_eq!(status("nonsense"), None);
    }
}
