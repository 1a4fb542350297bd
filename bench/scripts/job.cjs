// A script as people write them, that blocks: it writes and reads files, runs commands that take their time, and compresses.

const { execSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const zlib = require('node:zlib');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'greenc-job-'));
const names = ['ash', 'elm', 'fir', 'oak', 'yew'];
for (const name of names) fs.writeFileSync(path.join(folder, name), `${name} stands in the wood\n`.repeat(2000));

const said = execSync('sleep 0.05; echo done', { encoding: 'utf8' });
let size = 0;
for (const name of fs.readdirSync(folder)) {
  const packed = zlib.gzipSync(fs.readFileSync(path.join(folder, name)));
  fs.writeFileSync(path.join(folder, `${name}.gz`), packed);
  size += zlib.gunzipSync(packed).length;
}
execSync('sleep 0.05; echo again');
fs.rmSync(folder, { recursive: true });

if (said !== 'done\n' || size !== 5 * 2000 * 23) throw new Error(`${said} ${size}`);
