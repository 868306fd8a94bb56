// A line to the server that can be cut: nobody behind it reaches the server then, pages and service workers alike, and what was under way
// breaks off half way.
import { connect, createServer } from "node:net";

/** @param {string} base The server's address. @returns {Promise<{base: string, cut: () => Promise<void>, mend: () => Promise<void>, end: () => Promise<void>}>} */
export async function line(base) {
  const far = Number(new URL(base).port);
  /** @type {Set<import("node:net").Socket>} */
  const open = new Set();
  const server = createServer((near) => {
    const on = connect(far, "127.0.0.1");
    for (const socket of [near, on]) {
      open.add(socket);
      // A line that breaks is what this is for.
      socket.on("error", () => undefined);
      socket.on("close", () => {
        open.delete(socket);
        near.destroy();
        on.destroy();
      });
    }
    near.pipe(on).pipe(near);
  });
  const listen = (port) => new Promise((done) => server.listen(port, "127.0.0.1", () => done(undefined)));
  await listen(0);
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const cut = async () => {
    const closed = new Promise((done) => server.close(() => done(undefined)));
    open.forEach((socket) => socket.destroy());
    await closed;
  };
  return { base: `http://127.0.0.1:${port}`, cut, mend: () => listen(port), end: () => (server.listening ? cut() : Promise.resolve()) };
}
