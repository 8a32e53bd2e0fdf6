//! Photos: turned upright, shrunk to what a person can read on a screen, and written anew, so that nothing
//! of the file but its picture stays: no place, no time, no camera.

use crate::error::{AppError, Most};
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgba, RgbaImage,
    codecs::jpeg::JpegEncoder, imageops::FilterType, metadata::Orientation,
};
use std::io::Cursor;

/// The long side of a kept photo, in pixels: a page of A4 at 190 dots an inch, its small print readable.
const LONG_SIDE: u32 = 2_200;
/// The quality of a kept photo, of 100.
const QUALITY: u8 = 80;
/// The largest picture that is decoded. A file of some kilobytes may claim to hold any number of pixels.
const MOST_MEGAPIXELS: u64 = 100;
/// Bytes that a decoder, and the picture that it makes, may use: 100 megapixels of a photo, fewer of deeper
/// colours.
const MOST_MEMORY: u64 = 512 * 1024 * 1024;

/// Makes a JPEG of a photo in a format that is known here.
pub(super) fn to_jpeg(content: &[u8]) -> Result<Vec<u8>, AppError> {
    let (picture, orientation) = decode(content)?;
    let mut picture = shrink(picture);
    picture.apply_orientation(orientation);
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    on_white(picture).write_with_encoder(encoder).map_err(|_| AppError::PaperUnreadable)?;
    Ok(jpeg)
}

pub(super) fn decode(content: &[u8]) -> Result<(DynamicImage, Orientation), AppError> {
    let format = image::guess_format(content).map_err(|_| AppError::PaperUnsupported)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(AppError::PaperUnsupported);
    }
    if format == ImageFormat::Jpeg && !is_whole(content) {
        return Err(AppError::PaperUnreadable);
    }
    let mut reader = ImageReader::with_format(Cursor::new(content), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(failed)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_MEGAPIXELS * 1_000_000 || decoder.total_bytes() > MOST_MEMORY {
        return Err(AppError::PaperTooLarge(Most::Megapixels(MOST_MEGAPIXELS)));
    }
    // A photo is none the worse for metadata that cannot be read.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok((DynamicImage::from_decoder(decoder).map_err(failed)?, orientation))
}

/// Whether a JPEG goes on to its end: of a photo that was copied by half, the decoder paints the rest grey.
/// Within a picture the end's mark cannot stand, and the end of a small picture inside the metadata is not
/// that of the photo.
fn is_whole(jpeg: &[u8]) -> bool {
    let mut rest = jpeg.get(2..).unwrap_or_default();
    loop {
        rest = match rest {
            [0xff, 0xda, picture @ ..] => return picture.windows(2).any(|mark| mark == [0xff, 0xd9]),
            [0xff, 0xff, ..] => &rest[1..],
            [0xff, _, high, low, ..] => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                rest.get(2 + length..).unwrap_or_default()
            }
            _ => return false,
        }
    }
}

fn failed(error: ImageError) -> AppError {
    match error {
        ImageError::Limits(_) => AppError::PaperTooLarge(Most::Megapixels(MOST_MEGAPIXELS)),
        ImageError::Unsupported(_) => AppError::PaperUnsupported,
        _ => AppError::PaperUnreadable,
    }
}

/// Never enlarges.
fn shrink(picture: DynamicImage) -> DynamicImage {
    if picture.width().max(picture.height()) <= LONG_SIDE {
        return picture;
    }
    picture.resize(LONG_SIDE, LONG_SIDE, FilterType::CatmullRom)
}

/// The picture in three colours; what is transparent is white, as the paper below it.
fn on_white(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.into_rgb8());
    }
    let mut page = RgbaImage::from_pixel(picture.width(), picture.height(), Rgba([u8::MAX; 4]));
    image::imageops::overlay(&mut page, &picture.into_rgba8(), 0, 0);
    DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(page).into_rgb8())
}

#[cfg(test)]
mod tests {
    use super::{super::take, *};
    use image::{GenericImageView, Rgb, RgbImage};
    use std::time::Instant;
    use tan_nha_domain::paper::Media;

    /// Left half red, right half blue.
    fn picture(width: u32, height: u32) -> DynamicImage {
        let left = |x| if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) };
        DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, _| left(x)))
    }

    fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// A JPEG as a phone writes it: on its side, with the camera's name and a place.
    fn from_a_phone(width: u32, height: u32) -> Vec<u8> {
        let mut tiff = b"II*\0\x08\0\0\0\x02\0".to_vec();
        tiff.extend(b"\x0f\x01\x02\0\x08\0\0\0\x26\0\0\0"); // the maker's name, 8 letters, at 38
        tiff.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"); // turned: 6
        tiff.extend(b"\0\0\0\0CANARY7\0GPS 10.4552N 105.6323E");
        let jpeg = written(&picture(width, height), ImageFormat::Jpeg);
        let length = u16::try_from(2 + 6 + tiff.len()).unwrap().to_be_bytes();
        [&jpeg[..2], b"\xff\xe1", &length, b"Exif\0\0", &tiff, &jpeg[2..]].concat()
    }

    fn holds(bytes: &[u8], text: &str) -> bool {
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    }

    #[test]
    fn a_photo_of_a_phone_comes_out_upright_and_says_nothing_but_its_picture() {
        let given = from_a_phone(80, 40);
        assert!(holds(&given, "CANARY7") && holds(&given, "105.6323E"));
        let taken = take(given.clone()).unwrap();
        assert_eq!((taken.media, taken.pages), (Media::Jpeg, None));
        for trace in ["Exif", "CANARY7", "105.6323E", "ICC_PROFILE", "http"] {
            assert!(!holds(&taken.content, trace), "{trace}");
        }
        let upright = image::load_from_memory(&taken.content).unwrap();
        assert_eq!(upright.dimensions(), (40, 80));
        let ([red, _, blue, _], [_, _, more_blue, _]) =
            (upright.get_pixel(20, 5).0, upright.get_pixel(20, 75).0);
        assert!(red > 150 && blue < 100 && more_blue > 150, "what was left is above");
        assert!(take(given).unwrap().content == taken.content, "the same photo is the same paper");
    }

    #[test]
    fn a_large_photo_is_shrunk_and_a_small_one_never_enlarged() {
        for (given, kept) in
            [((3_000, 1_500), (2_200, 1_100)), ((90, 60), (90, 60)), ((10, 4_400), (5, 2_200))]
        {
            let jpeg = to_jpeg(&written(&picture(given.0, given.1), ImageFormat::Png)).unwrap();
            assert_eq!(image::load_from_memory(&jpeg).unwrap().dimensions(), kept);
        }
    }

    #[test]
    fn what_is_transparent_is_white() {
        let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(16, 16, Rgba([0, 0, 0, 0])));
        for format in [ImageFormat::Png, ImageFormat::WebP] {
            let jpeg = to_jpeg(&written(&clear, format)).unwrap();
            assert!(image::load_from_memory(&jpeg).unwrap().get_pixel(8, 8).0[0] > 250);
        }
    }

    #[test]
    fn a_decompression_bomb_is_refused_before_it_is_decoded() {
        let mut bomb = written(&picture(16, 16), ImageFormat::Jpeg);
        let frame = bomb.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
        bomb[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
        let begun = Instant::now();
        assert!(matches!(take(bomb), Err(AppError::PaperTooLarge(Most::Megapixels(100)))));

        let mut flat = Vec::new();
        let mut encoder = png::Encoder::new(&mut flat, 20_000, 6_000);
        encoder.set_compression(png::Compression::Fast);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&vec![0; 120_000_000]).unwrap();
        drop(writer);
        assert!(flat.len() < 1_000_000);
        assert!(matches!(take(flat), Err(AppError::PaperTooLarge(_))));
        assert!(begun.elapsed().as_secs() < 20);
    }

    #[test]
    fn what_is_no_photo_is_said_to_be_none() {
        let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
        let gif = b"GIF89a\x01\0\x01\0\0\0\0;".to_vec();
        for other in [heic, gif, b"Bien ban".to_vec(), Vec::new()] {
            assert!(matches!(take(other), Err(AppError::PaperUnsupported)));
        }
        for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Jpeg] {
            let whole = written(&picture(640, 480), format);
            let half = take(whole[..whole.len() / 2].to_vec());
            assert!(matches!(half, Err(AppError::PaperUnreadable)), "{format:?}");
        }
        let huge = vec![0; 61 * 1024 * 1024];
        assert!(matches!(take(huge), Err(AppError::PaperTooLarge(Most::Megabytes(60)))));
    }
}
