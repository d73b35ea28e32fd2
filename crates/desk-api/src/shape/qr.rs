//! A text as a picture that a phone reads (ISO/IEC 18004).

use crate::dto::visitor::QrView;
use qrcode::{Color, QrCode, types::QrError};
use std::fmt::Write;

/// White around it, without which it is not found.
const MARGIN: usize = 4;

pub fn picture(text: &str) -> Result<QrView, QrError> {
    let code = QrCode::new(text)?;
    let (width, mut path) = (code.width(), String::new());
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (at % width + MARGIN, at / width + MARGIN);
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    let side = u32::try_from(width + 2 * MARGIN).unwrap_or(u32::MAX);
    Ok(QrView { side, path })
}

#[cfg(test)]
mod tests {
    use super::picture;

    #[test]
    fn a_picture_has_its_three_corners_and_white_around_it() {
        let it = picture("otpauth://totp/AgentCare:ana?secret=JBSWY3DPEHPK3PXP&issuer=AgentCare").unwrap();
        let is_dark = |x: u32, y: u32| it.path.contains(&format!("M{x} {y}h1v1h-1z"));
        let (first, last) = (4, it.side - 5);
        assert!(is_dark(first, first) && is_dark(last, first) && is_dark(first, last));
        assert!((0..it.side).all(|at| !is_dark(at, 3) && !is_dark(3, at) && !is_dark(at, last + 1)));
        assert!(picture(&"x".repeat(5_000)).is_err());
    }
}
