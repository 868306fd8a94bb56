//! Photos: what is accepted, what is stripped, what is kept.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, metadata::Orientation};

/// Largest upload of one photo, in bytes. Browsers make photos smaller before they send them; this is for those that do not.
pub const MAX_BYTES: usize = 15 * 1024 * 1024;
/// Longest side that is kept, in pixels.
const KEPT_SIDE: u32 = 1920;
/// Longest side of the small picture in lists, in pixels.
const THUMB_SIDE: u32 = 240;
/// Most pixels that are decoded: a small file may claim to be huge.
const MAX_PIXELS: u64 = 80_000_000;

/// A photo ready to keep: no metadata, upright, both sizes as JPEG.
#[derive(Clone, Debug, PartialEq)]
pub struct Photo {
    /// JPEG, longest side at most 1,920 pixels.
    pub full: Vec<u8>,
    /// JPEG, longest side at most 240 pixels.
    pub thumb: Vec<u8>,
    /// Width of `full` in pixels.
    pub width: u32,
    /// Height of `full` in pixels.
    pub height: u32,
    /// Where the camera says it was taken (longitude, latitude in degrees). Used to propose the place, then forgotten.
    pub taken_at: Option<(f64, f64)>,
}

/// Why a file is not taken as a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhotoProblem {
    /// Too many bytes.
    #[error("larger than {} MB", MAX_BYTES / 1024 / 1024)]
    TooLarge,
    /// By its content it is not a JPEG, PNG or WebP, whatever its name says.
    #[error("not a JPEG, PNG or WebP picture")]
    NotAPhoto,
    /// It starts like a photo but cannot be read.
    #[error("damaged")]
    Damaged,
}

/// Reads, checks and cleans one upload. The file's name and declared type are ignored: its content decides.
///
/// # Errors
/// [`PhotoProblem`] says which rule it breaks.
pub fn clean(bytes: &[u8]) -> Result<Photo, PhotoProblem> {
    if bytes.len() > MAX_BYTES {
        return Err(PhotoProblem::TooLarge);
    }
    let format = image::guess_format(bytes).map_err(|_| PhotoProblem::NotAPhoto)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(PhotoProblem::NotAPhoto);
    }
    // The decoder fills in grey what is missing; half a photo is no evidence.
    if format == ImageFormat::Jpeg && !is_whole_jpeg(bytes) {
        return Err(PhotoProblem::Damaged);
    }
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), format).into_decoder().map_err(|error| match error {
        image::ImageError::Limits(_) => PhotoProblem::TooLarge,
        _ => PhotoProblem::Damaged,
    })?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PhotoProblem::TooLarge);
    }
    let upright = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| PhotoProblem::Damaged)?;
    picture.apply_orientation(upright);
    let full = if picture.width().max(picture.height()) > KEPT_SIDE {
        picture.resize(KEPT_SIDE, KEPT_SIDE, image::imageops::FilterType::Triangle)
    } else {
        picture
    };
    let thumb = full.thumbnail(THUMB_SIDE, THUMB_SIDE);
    Ok(Photo { width: full.width(), height: full.height(), full: jpeg(&full, 82)?, thumb: jpeg(&thumb, 72)?, taken_at: place(bytes) })
}

fn jpeg(picture: &DynamicImage, quality: u8) -> Result<Vec<u8>, PhotoProblem> {
    let mut out = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, quality)
        .encode_image(&picture.to_rgb8())
        .map_err(|_| PhotoProblem::Damaged)?;
    Ok(out)
}

/// Whether a JPEG goes on to its end mark: segment by segment, and through the data of each scan. What follows the mark does not matter.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    let mut in_scan = false;
    loop {
        match rest {
            // Within a scan 0xff is data if a zero follows, and restart marks stand alone.
            [0xff, 0x00 | 0xd0..=0xd7, ..] if in_scan => rest = rest.get(2..).unwrap_or_default(),
            [0xff, 0xd9, ..] => return true,
            // Marks may be preceded by any number of fill bytes.
            [0xff, 0xff, ..] => rest = rest.get(1..).unwrap_or_default(),
            [0xff, mark, high, low, ..] => {
                in_scan = *mark == 0xda;
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                rest = rest.get(2 + length.max(2)..).unwrap_or_default();
            }
            [_, ..] if in_scan => rest = rest.get(1..).unwrap_or_default(),
            _ => return false,
        }
    }
}

/// The GPS position in the photo's EXIF data, if any.
fn place(bytes: &[u8]) -> Option<(f64, f64)> {
    use exif::{In, Tag, Value};
    let data = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)).ok()?;
    let degrees = |tag: Tag, sign: Tag, negative: u8| {
        let Value::Rational(parts) = &data.get_field(tag, In::PRIMARY)?.value else { return None };
        let [d, m, s] = parts.as_slice() else { return None };
        let value = d.to_f64() + m.to_f64() / 60.0 + s.to_f64() / 3600.0;
        let is_negative =
            matches!(&data.get_field(sign, In::PRIMARY)?.value, Value::Ascii(a) if a.first().and_then(|v| v.first()) == Some(&negative));
        value.is_finite().then_some(if is_negative { -value } else { value })
    };
    let lat = degrees(Tag::GPSLatitude, Tag::GPSLatitudeRef, b'S')?;
    let lon = degrees(Tag::GPSLongitude, Tag::GPSLongitudeRef, b'W')?;
    Some((lon, lat))
}
