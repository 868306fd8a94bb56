// Files that people attach: a small photo, one that is far too large, and something that only pretends to be one.
import { Buffer } from "node:buffer";
import * as zlib from "node:zlib";

/** A photo of one colour, as PNG. */
export function photo(name = "photo.png", [red, green, blue] = [90, 120, 140], side = 320) {
  const row = Buffer.concat([Buffer.from([0]), Buffer.from(Array.from({ length: side }, () => [red, green, blue]).flat())]);
  const pixels = zlib.deflateSync(Buffer.concat(Array.from({ length: side }, () => row)));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return { name, mimeType: "image/png", buffer: Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]) };
}

/** Bytes that no camera makes, 40 MB of them, behind the first bytes of a JPEG: no browser can make it smaller. */
export function huge() {
  const buffer = Buffer.alloc(40 * 1024 * 1024, 7);
  buffer.set([0xff, 0xd8, 0xff, 0xe0]);
  return { name: "huge.jpg", mimeType: "image/jpeg", buffer };
}

/** A document that calls itself a photo. */
export function pdf() {
  return { name: "invoice.jpg", mimeType: "image/jpeg", buffer: Buffer.from("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n") };
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

function crc(bytes) {
  // Older versions of node 20 have no crc32.
  if (zlib.crc32) return zlib.crc32(bytes);
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}
