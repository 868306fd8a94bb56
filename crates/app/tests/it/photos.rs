//! Photos: what is taken, what is refused, what is stripped.

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use linli_app::picture::{MAX_BYTES, PhotoProblem, clean};
use serde_json::json;

use crate::town::{GRIDS, Town, unseen};

fn picture(width: u32, height: u32) -> DynamicImage {
    // Red on top, blue below: shows which way is up.
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |_, y| if y < height / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) }))
}

fn bytes(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A JPEG with EXIF: orientation 6 (to be turned right by 90°) and a position in Hefei.
fn with_exif() -> Vec<u8> {
    let short = |tag: u16, value: u16| {
        [tag.to_le_bytes().as_slice(), &3u16.to_le_bytes(), &1u32.to_le_bytes(), &value.to_le_bytes(), &[0, 0]].concat()
    };
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [tag.to_le_bytes().as_slice(), &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    let rationals =
        |parts: [(u32, u32); 3]| parts.iter().flat_map(|(a, b)| [a.to_le_bytes(), b.to_le_bytes()].concat()).collect::<Vec<u8>>();
    let mut tiff = b"II\x2a\x00\x08\x00\x00\x00".to_vec();
    // The first directory at 8: two entries; the position's directory at 8 + 2 + 24 + 4 = 38.
    tiff.extend(2u16.to_le_bytes());
    tiff.extend(short(0x0112, 6));
    tiff.extend(entry(0x8825, 4, 1, 38));
    tiff.extend(0u32.to_le_bytes());
    // Four entries: 38 + 2 + 48 + 4 = 92 for the first numbers.
    tiff.extend(4u16.to_le_bytes());
    tiff.extend(entry(1, 2, 2, u32::from(b'N')));
    tiff.extend(entry(2, 5, 3, 92));
    tiff.extend(entry(3, 2, 2, u32::from(b'E')));
    tiff.extend(entry(4, 5, 3, 116));
    tiff.extend(0u32.to_le_bytes());
    tiff.extend(rationals([(31, 1), (48, 1), (36, 1)]));
    tiff.extend(rationals([(117, 1), (12, 1), (18, 1)]));
    let mut segment = b"Exif\0\0".to_vec();
    segment.extend(tiff);
    let plain = bytes(&picture(60, 40), ImageFormat::Jpeg);
    let mut out = plain[..2].to_vec();
    out.extend([0xff, 0xe1]);
    out.extend(u16::try_from(segment.len() + 2).unwrap().to_be_bytes());
    out.extend(segment);
    out.extend(&plain[2..]);
    out
}

/// The checksum of a PNG's chunk.
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

/// A PNG of a few bytes that says it is huge.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8], data: &[u8]| {
        let body = [name, data].concat();
        out.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        out.extend(&body);
        out.extend(crc(&body).to_be_bytes());
    };
    chunk(b"IHDR", &[width.to_be_bytes().as_slice(), &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat());
    chunk(b"IDAT", &[0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01]);
    chunk(b"IEND", &[]);
    out
}

#[test]
fn a_file_of_forty_megabytes_is_too_large() {
    let mut big = bytes(&picture(60, 40), ImageFormat::Jpeg);
    big.resize(40 * 1024 * 1024, 0);
    assert_eq!(clean(&big), Err(PhotoProblem::TooLarge));
    big.truncate(MAX_BYTES);
    assert!(clean(&big).is_ok(), "up to the limit it is taken");
}

#[test]
fn a_document_that_is_called_a_photo_is_none() {
    for not in [
        b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n".as_slice(),
        b"GIF89a\x01\x00\x01\x00",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"",
        b"\xff",
    ] {
        assert_eq!(clean(not), Err(PhotoProblem::NotAPhoto), "{not:?}");
    }
}

#[test]
fn a_jpeg_that_ends_too_soon_is_damaged() {
    let whole = bytes(&picture(600, 400), ImageFormat::Jpeg);
    for share in [3, 40, 200, whole.len() / 4, whole.len() / 2, whole.len() - 2] {
        assert_eq!(clean(&whole[..share]), Err(PhotoProblem::Damaged), "{share} of {}", whole.len());
    }
}

#[test]
fn what_a_camera_writes_behind_a_whole_jpeg_does_no_harm() {
    let mut whole = bytes(&picture(600, 400), ImageFormat::Jpeg);
    whole.extend(b"\xff\xdaSEFH\x00 trailer of a phone");
    assert!(clean(&whole).is_ok());
}

#[test]
fn a_small_file_that_claims_to_be_huge_is_refused_before_it_is_decoded() {
    assert_eq!(clean(&bomb(100_000, 100_000)), Err(PhotoProblem::TooLarge));
    assert!(clean(&bomb(u32::MAX >> 1, u32::MAX >> 1)).is_err());
    assert_eq!(clean(&bomb(4_000, 4_000)), Err(PhotoProblem::Damaged));
}

#[test]
fn where_a_photo_was_taken_is_told_once_and_stripped() {
    let photo = clean(&with_exif()).unwrap();
    let (lon, lat) = photo.taken_at.unwrap();
    assert!((lon - 117.205).abs() < 1e-6 && (lat - 31.81).abs() < 1e-6, "{lon} {lat}");
    for kept in [&photo.full, &photo.thumb] {
        assert!(!kept.windows(4).any(|four| four == b"Exif"));
        assert_eq!(image::guess_format(kept).unwrap(), ImageFormat::Jpeg);
    }
}

#[test]
fn a_photo_is_turned_upright() {
    let photo = clean(&with_exif()).unwrap();
    assert_eq!((photo.width, photo.height), (40, 60));
    let upright = image::load_from_memory(&photo.full).unwrap().to_rgb8();
    // Turned right by 90 degrees, what was on top is on the right.
    let (left, right) = (upright.get_pixel(5, 30), upright.get_pixel(35, 30));
    assert!(left[2] > 150 && right[0] > 150, "{left:?} {right:?}");
}

#[test]
fn a_large_photo_is_made_smaller_and_keeps_its_shape() {
    let photo = clean(&bytes(&picture(4_000, 1_000), ImageFormat::Png)).unwrap();
    assert_eq!((photo.width, photo.height), (1_920, 480));
    let thumb = image::load_from_memory(&photo.thumb).unwrap();
    assert_eq!((thumb.width(), thumb.height()), (240, 60));
}

#[test]
fn a_photo_is_seen_by_who_sees_its_record_and_by_the_link() {
    let town = Town::new();
    let taken = bytes(&picture(60, 40), ImageFormat::WebP);
    let (id, _) = town.app.keep_photo(&town.who("lead1"), &taken).unwrap().unwrap();
    unseen(town.app.photo(&town.who("clerk1"), None, &id, false));
    town.app.photo(&town.who("lead1"), None, &id, true).unwrap();
    let input = json!({ "description": "井盖破损", "photos": [id], "area": GRIDS[0] });
    let done = town.open("lead1", "case", "patrol", input).unwrap();
    let full = town.app.photo(&town.who("clerk1"), None, &id, false).unwrap();
    assert_eq!(image::guess_format(&full).unwrap(), ImageFormat::Jpeg);
    unseen(town.app.photo(&town.who("clerk2"), None, &id, false));
    unseen(town.app.photo(&town.who("resident"), None, &id, false));
    unseen(town.app.photo(&town.who("resident"), Some("another"), &id, false));
    town.app.photo(&town.who("resident"), done.secret.as_deref(), &id, true).unwrap();
    assert_eq!(town.app.detail(&town.who("clerk1"), &done.record.id).unwrap().photos.len(), 1);
}

#[test]
fn a_photo_that_somebody_else_is_about_to_send_cannot_be_claimed() {
    let town = Town::new();
    let taken = bytes(&picture(60, 40), ImageFormat::Jpeg);
    let (id, _) = town.app.keep_photo(&town.who("lead1"), &taken).unwrap().unwrap();
    let input = json!({ "description": "路灯不亮", "photos": [id], "area": GRIDS[2] });
    let theirs = town.open("clerk2", "case", "register", input).unwrap().record;
    assert!(town.app.detail(&town.who("clerk2"), &theirs.id).unwrap().photos.is_empty());
    unseen(town.app.photo(&town.who("clerk2"), None, &id, false));
}
