// Runs every src/**/*.test.ts with node's own test runner. Node 20 cannot read TypeScript and node 24
// can, so the tests are bundled first: the same command works on both.
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import * as esbuild from "esbuild";

const SRC = join(dirname(fileURLToPath(import.meta.url)), "src");
const wanted = process.argv[2] ?? "";

const tests = (await readdir(SRC, { recursive: true }))
  .filter((name) => name.endsWith(".test.ts") && name.includes(wanted))
  .map((name) => join(SRC, name));
if (tests.length === 0) {
  console.error(`no test matches "${wanted}"`);
  process.exit(1);
}

const out = await mkdtemp(join(tmpdir(), "lesbeeld-tests-"));
try {
  await esbuild.build({
    entryPoints: tests,
    outdir: out,
    outbase: SRC,
    outExtension: { ".js": ".mjs" },
    loader: { ".css": "empty" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: ["node20"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  const built = (await readdir(out, { recursive: true }))
    .filter((name) => name.endsWith(".test.mjs"))
    .map((name) => join(out, name));
  const ran = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...built], {
    stdio: "inherit",
  });
  process.exitCode = ran.status ?? 1;
} finally {
  await rm(out, { recursive: true, force: true });
}
