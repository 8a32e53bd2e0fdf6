//! Photos that nobody took.

use qrcode::{Color, QrCode};

/// A PNG of coloured noise, so that it stays large however it is written; another seed gives another one.
///
/// # Panics
/// Never for a size above 0.
pub fn photo(seed: u64, width: u32, height: u32) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(3_037_000_493);
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    let pixels: Vec<u8> = (0..width * height * 3).map(|_| noise()).collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().expect("a size above 0");
    writer.write_image_data(&pixels).expect("as many bytes as pixels");
    writer.finish().expect("written to memory");
    file
}

/// A PNG of a QR code with a text, with the white field around it that every code has.
///
/// # Panics
/// For a text that no code holds.
pub fn code_picture(text: &str) -> Vec<u8> {
    const MODULE: usize = 6;
    let code = QrCode::new(text).expect("a text that a code holds");
    let side = (code.width() + 8) * MODULE;
    let dark = |at: usize| (at / MODULE).checked_sub(4).filter(|&at| at < code.width());
    let pixels: Vec<u8> = (0..side * side)
        .map(|at| match (dark(at % side), dark(at / side)) {
            (Some(x), Some(y)) if code[(x, y)] == Color::Dark => 0,
            _ => 255,
        })
        .collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, side as u32, side as u32);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().expect("a size above 0");
    writer.write_image_data(&pixels).expect("as many bytes as pixels");
    writer.finish().expect("written to memory");
    file
}
