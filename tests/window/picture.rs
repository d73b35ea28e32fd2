//! A picture of the window, made small: the page has few colours, so that a palette holds them all but for the finest
//! shades of letters' edges, which take the nearest.

use anyhow::{Context, Result, ensure};
use std::{
    collections::HashMap,
    fs::{self, File},
    io::{BufWriter, Cursor},
    path::Path,
};

type Colour = [u8; 3];

const PALETTE: usize = 256;

/// No picture of the project weighs more.
const HEAVIEST: u64 = 150_000;

pub fn save(screenshot: &[u8], file: &Path) -> Result<()> {
    let mut reader = png::Decoder::new(Cursor::new(screenshot)).read_info()?;
    let mut pixels = vec![0; reader.output_buffer_size().context("the picture is too large")?];
    let frame = reader.next_frame(&mut pixels)?;
    let depth = frame.color_type.samples();
    ensure!(depth == 3 || depth == 4, "the picture is not in colour");
    let colours: Vec<Colour> =
        pixels[..frame.buffer_size()].chunks(depth).map(|it| [it[0], it[1], it[2]]).collect();

    let (palette, indices) = in_palette(&colours);
    fs::create_dir_all(file.parent().context("a file without a folder")?)?;
    let mut encoder = png::Encoder::new(BufWriter::new(File::create(file)?), frame.width, frame.height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette(palette.concat());
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.write_header()?.write_image_data(&indices)?;
    let weight = fs::metadata(file)?.len();
    ensure!(weight <= HEAVIEST, "{} weighs {weight} bytes", file.display());
    Ok(())
}

/// The commonest colours, and for each pixel the nearest of them.
fn in_palette(colours: &[Colour]) -> (Vec<Colour>, Vec<u8>) {
    let mut counts: HashMap<Colour, usize> = HashMap::new();
    for colour in colours {
        *counts.entry(*colour).or_default() += 1;
    }
    let mut palette: Vec<(Colour, usize)> = counts.iter().map(|(&colour, &count)| (colour, count)).collect();
    palette.sort_by_key(|&(colour, count)| (std::cmp::Reverse(count), colour));
    let palette: Vec<Colour> = palette.into_iter().take(PALETTE).map(|(colour, _)| colour).collect();
    let nearest: HashMap<Colour, u8> =
        counts.into_keys().map(|colour| (colour, nearest_in(&palette, colour))).collect();
    (palette, colours.iter().map(|colour| nearest[colour]).collect())
}

fn nearest_in(palette: &[Colour], colour: Colour) -> u8 {
    let distance = |other: &Colour| -> u32 {
        other.iter().zip(colour).map(|(&a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    let nearest = palette.iter().enumerate().min_by_key(|(_, other)| distance(other));
    nearest.and_then(|(index, _)| u8::try_from(index).ok()).unwrap_or_default()
}
