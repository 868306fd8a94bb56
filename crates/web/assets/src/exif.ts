// Where a JPEG says that it was taken. Read on the phone; nothing is sent.

export type Point = { lon: number; lat: number };

export async function placeOf(file: File): Promise<Point | null> {
  try {
    if (!file.type.startsWith("image/jp")) return null;
    return read(new DataView(await file.slice(0, 131_072).arrayBuffer()));
  } catch {
    return null;
  }
}

function read(data: DataView): Point | null {
  if (data.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 10 < data.byteLength; ) {
    const marker = data.getUint16(at);
    if (marker === 0xffe1 && data.getUint32(at + 4) === 0x45786966) return fromTiff(data, at + 10);
    if ((marker & 0xff00) !== 0xff00 || marker === 0xffda) return null;
    at += 2 + data.getUint16(at + 2);
  }
  return null;
}

function fromTiff(data: DataView, base: number): Point | null {
  const little = data.getUint16(base) === 0x4949;
  const gps = entry(data, base, base + data.getUint32(base + 4, little), 0x8825, little);
  if (gps === null) return null;
  const table = base + data.getUint32(gps + 8, little);
  const angle = (tag: number, side: number, negative: number): number | null => {
    const value = entry(data, base, table, tag, little);
    const half = entry(data, base, table, side, little);
    if (value === null || half === null) return null;
    const start = base + data.getUint32(value + 8, little);
    const part = (n: number): number => data.getUint32(start + n * 8, little) / (data.getUint32(start + n * 8 + 4, little) || 1);
    const degrees = part(0) + part(1) / 60 + part(2) / 3600;
    return data.getUint8(half + 8) === negative ? -degrees : degrees;
  };
  const lat = angle(2, 1, 0x53);
  const lon = angle(4, 3, 0x57);
  return lat === null || lon === null || (lat === 0 && lon === 0) ? null : { lon, lat };
}

function entry(data: DataView, _base: number, table: number, tag: number, little: boolean): number | null {
  const n = data.getUint16(table, little);
  for (let i = 0; i < n; i += 1) {
    const at = table + 2 + i * 12;
    if (data.getUint16(at, little) === tag) return at;
  }
  return null;
}
