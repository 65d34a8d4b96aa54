// Bundles src/<component>.ts of every component in ../pyproject.toml to dist/<component>-<hash>.js (and .css when it
// imports any), and copies the fonts to dist/assets. `--watch` keeps rebuilding while you work.
//
// The hash is in the name because Streamlit serves these files as "public" without a validator: an
// unhashed name could stay in a browser's cache after an upgrade.
import { cp, mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import * as esbuild from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const FONTS = join(HERE, "node_modules/@fontsource-variable/atkinson-hyperlegible-next");

// The manifest says what is a component; every other file in src/ is only ever imported.
async function entryPoints() {
  const manifest = await readFile(join(HERE, "..", "pyproject.toml"), "utf8");
  const [, ...components] = manifest.split("[[tool.streamlit.component.components]]");
  return components.map((one) => {
    const name = /^\s*name\s*=\s*"(\w+)"/m.exec(one)?.[1];
    return join(HERE, "src", `${name}.ts`);
  });
}

async function copyFonts(target) {
  await mkdir(target, { recursive: true });
  for (const name of await readdir(join(FONTS, "files"))) {
    if (name.endsWith(".woff2")) await cp(join(FONTS, "files", name), join(target, name));
  }
  await cp(join(FONTS, "LICENSE"), join(target, "atkinson-hyperlegible-next.LICENSE"));
}

const watching = process.argv.includes("--watch");
// A full build is made aside and put in place at once: a server that is running never sees half.
const target = join(HERE, watching ? "dist" : `node_modules/.dist-${process.pid}`);
await rm(target, { recursive: true, force: true });
await copyFonts(join(target, "assets"));

const options = {
  entryPoints: await entryPoints(),
  outdir: target,
  entryNames: watching ? "[name]-dev" : "[name]-[hash]",
  bundle: true,
  format: "esm",
  target: ["es2022"],
  minify: !watching,
  sourcemap: watching ? "inline" : false,
  legalComments: "linked",
  logLevel: "warning",
};

if (watching) {
  const context = await esbuild.context(options);
  await context.watch();
  console.log("watching src/; stop with Ctrl+C");
} else {
  await esbuild.build(options);
  await rm(join(HERE, "dist"), { recursive: true, force: true });
  await rename(target, join(HERE, "dist"));
  console.log(`built ${options.entryPoints.length} components into dist/`);
}
