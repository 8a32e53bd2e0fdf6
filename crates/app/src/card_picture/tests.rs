use super::*;
use image::{GrayImage, ImageFormat, Luma, codecs::jpeg::JpegEncoder, imageops};
use qrcode::{Color, EcLevel, QrCode};
use std::io::Cursor;

const CARD: &str = "087167001234|301234567|Trần Thị Bình|15081967|Nữ|Khóm 2, Phường Hòa Thuận, Thành phố Cao Lãnh, Đồng Tháp|20072021";
const OTHER_CARD: &str =
    "087067004321||Lê Văn Mẫu|17061967|Nam|Khóm 4, Phường Cao Lãnh, Đồng Tháp|05092025||||";

/// How a code is photographed.
struct Shot {
    size: (u32, u32),
    /// Pixels of one module.
    module: f32,
    /// Where the code's middle is, in parts of the picture.
    at: (f32, f32),
    /// Degrees.
    turned: f32,
    /// The brightness of black and of white.
    light: (f32, f32),
    /// How much darker the right side is, of 1.
    shade: f32,
    /// The spread of the noise, in steps of brightness.
    noise: f32,
    blur: f32,
}

const PLAIN: Shot = Shot {
    size: (1_000, 700),
    module: 6.0,
    at: (0.5, 0.5),
    turned: 0.0,
    light: (0.0, 255.0),
    shade: 0.0,
    noise: 0.0,
    blur: 0.0,
};

/// Numbers at random, the same for each seed.
struct Dice(u64);

impl Dice {
    /// From 0 up to 1.
    fn throw(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as f32 / (1u32 << 24) as f32
    }
}

impl Shot {
    /// A grey table, and on it a white field with the code.
    fn of(&self, text: &str, seed: u64) -> GrayImage {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
        let (modules, colors) = (code.width() as f32, code.to_colors());
        let dark = |u: f32, v: f32| colors[v as usize * code.width() + u as usize] == Color::Dark;
        let (sin, cos) = self.turned.to_radians().sin_cos();
        let middle = (self.size.0 as f32 * self.at.0, self.size.1 as f32 * self.at.1);
        let paper = |x: f32, y: f32| {
            let (x, y) = ((x - middle.0) / self.module, (y - middle.1) / self.module);
            let (u, v) = (cos * x + sin * y + modules / 2.0, cos * y - sin * x + modules / 2.0);
            let inside = |margin: f32| [u, v].iter().all(|at| (-margin..modules + margin).contains(at));
            if !inside(4.0) { 0.6 } else { f32::from(!inside(0.0) || !dark(u, v)) }
        };
        let corners = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)];
        let mut picture = GrayImage::from_fn(self.size.0, self.size.1, |x, y| {
            let far = self.module * modules;
            if (x as f32 - middle.0).abs() > far || (y as f32 - middle.1).abs() > far {
                return Luma([(self.light.1 * 0.6) as u8]);
            }
            let white: f32 =
                corners.iter().map(|(dx, dy)| paper(x as f32 + dx, y as f32 + dy)).sum::<f32>() / 4.0;
            let shade = 1.0 - self.shade * x as f32 / self.size.0 as f32;
            Luma([((self.light.0 + (self.light.1 - self.light.0) * white) * shade) as u8])
        });
        if self.blur > 0.0 {
            picture = imageops::fast_blur(&picture, self.blur);
        }
        let mut dice = Dice(seed);
        for pixel in picture.pixels_mut() {
            pixel.0[0] = (f32::from(pixel.0[0]) + (dice.throw() - 0.5) * self.noise) as u8;
        }
        picture
    }
}

fn png(picture: &GrayImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn jpeg(picture: &GrayImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 80)).unwrap();
    bytes
}

fn today() -> NaiveDate {
    "2026-11-21".parse().unwrap()
}

fn scan(content: Vec<u8>) -> Result<Card, CardPicture> {
    read(content, today()).map_err(|error| match error {
        AppError::CardPicture(why) => why,
        other => panic!("{other:?}"),
    })
}

fn shows(picture: &GrayImage, text: &str) -> bool {
    scan(jpeg(picture)).is_ok_and(|card| card == card::read(text, today()).unwrap())
}

#[test]
fn the_code_of_a_picture_is_the_card_that_its_text_is() {
    for text in [CARD, OTHER_CARD] {
        let picture = PLAIN.of(text, 1);
        assert!(shows(&picture, text));
        assert!(scan(png(&picture)).unwrap() == card::read(text, today()).unwrap());
    }
}

#[test]
fn a_card_is_read_however_it_is_turned() {
    for turned in [90.0, 180.0, 270.0, 33.0, 45.0, 200.0] {
        let shot = Shot { size: (700, 600), turned, shade: 0.3, noise: 20.0, blur: 0.6, ..PLAIN };
        assert!(shows(&shot.of(CARD, turned as u64), CARD), "{turned}");
    }
}

#[test]
fn a_card_is_read_in_the_dark_in_noise_small_in_a_large_picture_and_filling_it() {
    let dark = Shot { light: (8.0, 60.0), shade: 0.3, noise: 12.0, blur: 0.7, turned: 12.0, ..PLAIN };
    let noisy = Shot { light: (20.0, 220.0), shade: 0.2, noise: 60.0, blur: 0.7, turned: 5.0, ..PLAIN };
    let photo = Shot { light: (20.0, 220.0), shade: 0.3, noise: 25.0, blur: 0.7, turned: 20.0, ..PLAIN };
    let small = Shot { size: (2_400, 1_800), module: 4.0, at: (0.8, 0.3), ..photo };
    let large = Shot { size: (2_400, 1_800), module: 22.0, blur: 2.0, ..photo };
    let thumbnail = Shot { size: (500, 400), module: 3.0, noise: 10.0, turned: 4.0, ..PLAIN };
    for (name, shot) in
        [("dark", dark), ("noisy", noisy), ("small", small), ("large", large), ("thumbnail", thumbnail)]
    {
        assert!(shows(&shot.of(CARD, 7), CARD), "{name}");
    }
}

#[test]
fn beside_another_code_the_card_is_read_and_of_two_cards_neither() {
    let beside = |left: &str, right: &str| {
        let half = |text| Shot { size: (700, 700), ..PLAIN }.of(text, 1);
        let mut both = GrayImage::new(1_400, 700);
        imageops::replace(&mut both, &half(left), 0, 0);
        imageops::replace(&mut both, &half(right), 700, 0);
        scan(png(&both))
    };
    assert_eq!(beside("https://example.vn/", CARD).unwrap().number, "087167001234");
    assert_eq!(beside(CARD, CARD).unwrap().number, "087167001234");
    assert_eq!(beside(CARD, OTHER_CARD).unwrap_err(), CardPicture::Several);
}

#[test]
fn a_picture_without_a_card_says_what_there_is_instead() {
    let empty = GrayImage::from_pixel(900, 600, Luma([180]));
    assert_eq!(scan(png(&empty)).unwrap_err(), CardPicture::NoCode);
    assert_eq!(scan(png(&PLAIN.of("https://example.vn/", 1))).unwrap_err(), CardPicture::NoCard);
    let mut torn = PLAIN.of(CARD, 1);
    for (_, y, pixel) in torn.enumerate_pixels_mut() {
        if (330..400).contains(&y) {
            pixel.0[0] = 255;
        }
    }
    assert_eq!(scan(png(&torn)).unwrap_err(), CardPicture::CodeUnreadable);
    let cut = read(png(&PLAIN.of("087167001234|301234567|Trần Thị Bình", 1)), today());
    assert!(matches!(cut, Err(AppError::Card(CardError::QrCut { fields: 3 }))));
}

#[test]
fn what_is_no_picture_is_refused_before_it_is_looked_at() {
    assert_eq!(scan(b"%PDF-1.7".to_vec()).unwrap_err(), CardPicture::Unsupported);
    assert_eq!(scan(Vec::new()).unwrap_err(), CardPicture::Unsupported);
    let whole = jpeg(&PLAIN.of(CARD, 1));
    assert_eq!(scan(whole[..whole.len() / 2].to_vec()).unwrap_err(), CardPicture::Unreadable);
    let mut bomb = jpeg(&PLAIN.of(CARD, 1));
    let frame = bomb.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
    bomb[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    assert_eq!(scan(bomb).unwrap_err(), CardPicture::TooLarge);
}
