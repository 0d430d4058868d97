// A viewer for Qt's VNC platform, as much of RFB 3.3 (RFC 6143) as Qt speaks: no security, raw pixels.
//
// Qt sends each pixel as blue, green, red, unused, whatever order of colours a viewer asks for; the
// viewers in distributions, noVNC 1.3 among them, ask for another, believe that they got it, and show
// blue for red.

const VERSION = "RFB 003.003\n";
const NO_SECURITY = 1;
const SET_ENCODINGS = 2, UPDATE_REQUEST = 3, POINTER = 5;
const UPDATE = 0, COLOUR_MAP = 1, BELL = 2, CUT_TEXT = 3;
const RAW = 0;
const BYTES_PER_PIXEL = 4;

// SetPixelFormat: 32 bits, 24 of them used, little-endian true colour, 8 bits each at 16, 8 and 0.
// It is what Qt has, but until it is told Qt does not know how long a pixel is.
const PIXEL_FORMAT = [0, 0, 0, 0, 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0];

// The bytes of a WebSocket, to be taken in the portions the protocol has.
class Stream {
  #socket; #pieces = []; #offset = 0; #held = 0; #more = () => {}; #ended = false;

  constructor(socket) {
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", ({ data }) => {
      this.#pieces.push(new Uint8Array(data));
      this.#held += data.byteLength;
      this.#more();
    });
    socket.addEventListener("close", () => { this.#ended = true; this.#more(); });
  }

  send(bytes) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(bytes);
  }

  async take(count) {
    while (this.#held < count) {
      if (this.#ended) throw new Error("the screen is gone");
      await new Promise((resolve) => { this.#more = resolve; });
    }
    const taken = new Uint8Array(count);
    for (let filled = 0; filled < count;) {
      const [piece] = this.#pieces;
      const part = piece.subarray(this.#offset, this.#offset + count - filled);
      taken.set(part, filled);
      filled += part.length;
      this.#offset += part.length;
      if (this.#offset === piece.length) { this.#pieces.shift(); this.#offset = 0; }
    }
    this.#held -= count;
    return new DataView(taken.buffer);
  }
}

// Shows the screen behind `url` on the canvas until it ends; calls `live` once there is a picture.
export async function view(url, canvas, live) {
  const socket = new WebSocket(url);
  const stream = new Stream(socket);
  try {
    const { width, height } = await shake(stream);
    Object.assign(canvas, { width, height });
    const picture = canvas.getContext("2d", { alpha: false });
    const letGo = touch(canvas, stream);
    try {
      ask(stream, width, height, { changes: false });
      for (let first = true; ; first = false) {
        await update(stream, picture);
        if (first) live();
        ask(stream, width, height, { changes: true });
      }
    } finally {
      letGo();
    }
  } finally {
    socket.close();
  }
}

async function shake(stream) {
  await stream.take(VERSION.length);
  stream.send(new TextEncoder().encode(VERSION));
  if ((await stream.take(4)).getUint32(0) !== NO_SECURITY) throw new Error("the screen wants a password");
  stream.send(Uint8Array.of(1));
  const hello = await stream.take(24);
  await stream.take(hello.getUint32(20));
  stream.send(Uint8Array.from(PIXEL_FORMAT));
  const encodings = new DataView(new ArrayBuffer(8));
  encodings.setUint8(0, SET_ENCODINGS);
  encodings.setUint16(2, 1);
  encodings.setInt32(4, RAW);
  stream.send(encodings.buffer);
  return { width: hello.getUint16(0), height: hello.getUint16(2) };
}

function ask(stream, width, height, { changes }) {
  const request = new DataView(new ArrayBuffer(10));
  request.setUint8(0, UPDATE_REQUEST);
  request.setUint8(1, changes ? 1 : 0);
  request.setUint16(6, width);
  request.setUint16(8, height);
  stream.send(request.buffer);
}

async function update(stream, picture) {
  for (;;) {
    switch ((await stream.take(1)).getUint8(0)) {
      case UPDATE: {
        const count = (await stream.take(3)).getUint16(1);
        for (let drawn = 0; drawn < count; drawn += 1) await rectangle(stream, picture);
        return;
      }
      case COLOUR_MAP:
        await stream.take((await stream.take(5)).getUint16(3) * 6);
        break;
      case BELL:
        break;
      case CUT_TEXT:
        await stream.take((await stream.take(7)).getUint32(3));
        break;
      default:
        throw new Error("the screen says something unknown");
    }
  }
}

async function rectangle(stream, picture) {
  const head = await stream.take(12);
  const [x, y, width, height] = [0, 2, 4, 6].map((at) => head.getUint16(at));
  if (head.getInt32(8) !== RAW) throw new Error("the screen is not sent as it was asked for");
  if (width === 0 || height === 0) return;
  const { buffer } = await stream.take(width * height * BYTES_PER_PIXEL);
  const pixels = new Uint32Array(buffer);
  for (let at = 0; at < pixels.length; at += 1) {
    const pixel = pixels[at];
    pixels[at] = 0xff000000 | ((pixel & 0xff) << 16) | (pixel & 0xff00) | ((pixel >>> 16) & 0xff);
  }
  picture.putImageData(new ImageData(new Uint8ClampedArray(buffer), width, height), x, y);
}

// A mouse or a finger; like a finger, it is nowhere while it is not down. Returns how to stop.
function touch(canvas, stream) {
  const listening = new AbortController();
  let down = null;

  function say(event, pressed) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const message = new DataView(new ArrayBuffer(6));
    const within = (share, pixels) => Math.min(Math.max(Math.floor(share * pixels), 0), pixels - 1);
    message.setUint8(0, POINTER);
    message.setUint8(1, pressed ? 1 : 0);
    message.setUint16(2, within((event.clientX - left) / width, canvas.width));
    message.setUint16(4, within((event.clientY - top) / height, canvas.height));
    stream.send(message.buffer);
  }

  function on(kind, react) {
    canvas.addEventListener(kind, react, { signal: listening.signal });
  }
  on("pointerdown", (event) => {
    if (down !== null || event.button !== 0) return;
    down = event.pointerId;
    canvas.setPointerCapture(down);
    say(event, true);
  });
  on("pointermove", (event) => { if (event.pointerId === down) say(event, true); });
  for (const kind of ["pointerup", "pointercancel"]) {
    on(kind, (event) => {
      if (event.pointerId !== down) return;
      down = null;
      say(event, false);
    });
  }
  return () => listening.abort();
}
