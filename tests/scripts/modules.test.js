// What holds of all scripts: imports that the storage of static files can follow, and types that see a mistake.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FOLDERS = [...["accounts", "entry", "operations", "pages"].map((app) => `seoulwork/${app}/static`), "reports/static", "tools"];
const BRIEFING = "reports/static/reports/briefing.js";
/** In as many passes the storage has to have hashed a module and all that it imports. */
const DEEPEST = 5;

/** The scripts by their addresses below the static root, as `entry/grid.js`. */
const scripts = Object.fromEntries(
  FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true })
      .filter((name) => name.endsWith(".js") && !BRIEFING.endsWith(name))
      .map((name) => [name, readFileSync(join(ROOT, folder, name), "utf8")]),
  ),
);

/** What a script imports when it runs. */
const importsOf = (name) => [...scripts[name].matchAll(/^import .*? from "(\.[^"]+)";$/gm)].map(([, path]) => join(dirname(name), path));

/** How many imports follow each other from a script; throws where they lead back to it. */
function depthOf(name, path = []) {
  assert.equal(path.includes(name), false, `modules import each other: ${[...path, name].join(" → ")}`);
  return Math.max(0, ...importsOf(name).map((each) => 1 + depthOf(each, [...path, name])));
}

test("no circle, and no longer way than the storage follows", () => {
  assert.ok(Object.keys(scripts).length > 20);
  const depths = Object.fromEntries(Object.keys(scripts).map((name) => [name, depthOf(name)]));
  assert.deepEqual(Object.entries(depths).filter(([, depth]) => depth > DEEPEST), []);
  assert.ok(depths["entry/month.js"] > 1);
});

test("each import is written on one line, as the storage finds it, and leads to a script", () => {
  for (const [name, text] of Object.entries(scripts)) {
    const code = text.replace(/\/\*\*[\s\S]*?\*\//g, "");
    assert.equal(code.match(/^\s*import\b/gm)?.length ?? 0, importsOf(name).length, name);
    for (const each of importsOf(name)) assert.ok(each in scripts, `${name}: ${each}`);
  }
});

test("types are said, not silenced", () => {
  const silenced = Object.entries(scripts).filter(([, text]) => /@ts-(ignore|nocheck|expect-error)|biome-ignore|@\w+ \{[^}]*\bany\b/.test(text));
  assert.deepEqual(silenced.map(([name]) => name), []);
});

test("the briefing's script stands in published files: it imports nothing", () => {
  assert.equal(/^\s*(import|export)\b/m.test(readFileSync(join(ROOT, BRIEFING), "utf8")), false);
});

const copy = mkdtempSync(join(tmpdir(), "scripts-"));
after(() => rmSync(copy, { recursive: true }));

test("a planted mistake is seen", () => {
  for (const path of [...FOLDERS, "seoulwork/types.d.ts", "reports/briefing.d.ts", "reports/tsconfig.json", "tsconfig.json"]) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  const planted = {
    "entry/saving.js": ["cell.committed = cell.input.value;", "cell.commited = cell.input.value;"],
    "entry/cell.js": ["this.row.figures;", "this.row.figure;"],
    "entry/grid.js": ["data.together;", "data.togethre;"],
    "entry/panel.js": ["answer.text", "answer.txt"],
    "entry/keys.js": ['{ name: "edit" }', '{ name: "edits" }'],
    "accounts/session.js": ["dialog.showModal()", "dialog.showModel()"],
    "reports/desk/keeping.js": ["changes.empty", "changes.emtpy"],
  };
  for (const [name, [right, wrong]] of Object.entries(planted)) {
    const text = scripts[name].replace(right, wrong);
    assert.notEqual(text, scripts[name], `${name} has no '${right}'`);
    writeFileSync(join(copy, FOLDERS.find((folder) => existsSync(join(copy, folder, name))) ?? "", name), text);
  }
  const briefing = readFileSync(join(ROOT, BRIEFING), "utf8");
  writeFileSync(join(copy, BRIEFING), briefing.replace("origins[number].facts", "origins[number].fact"));
  const seen = [".", "reports"].flatMap((project) => {
    const { stdout } = spawnSync(join(copy, "node_modules/.bin/tsc"), ["-p", project], { cwd: copy, encoding: "utf8" });
    return [...stdout.matchAll(/^(\S+\.js)\(/gm)].map(([, path]) => `${basename(dirname(path))}/${basename(path)}`);
  });
  assert.deepEqual([...new Set(seen)].sort(), [...Object.keys(planted).map((name) => name.split("/").slice(-2).join("/")), "reports/briefing.js"].sort());
});
