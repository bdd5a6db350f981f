// What this browser keeps of what is not saved: sealed, in order, by person and page.

import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { beforeEach, test } from "node:test";

import { Pending } from "../../seoulwork/entry/static/entry/pending.js";

/** As much of the browser's own store as is used. */
class Store {
  getItem(name) {
    return this[name] ?? null;
  }

  setItem(name, text) {
    this[name] = text;
  }

  removeItem(name) {
    delete this[name];
  }
}

globalThis.crypto ??= webcrypto;

const SECRET = btoa("0123456789abcdef0123456789abcdef");
const entry = { value: "2,314", seen: 7, finished: true };

beforeEach(() => {
  globalThis.localStorage = new Store();
});

test("what is kept comes back, and nobody can read it", async () => {
  const pending = await Pending.open("entry/7/labour/2018-07", SECRET);
  pending.keep("a1", { ...entry, finished: false });
  await pending.keep("a1", entry);
  assert.deepEqual(Object.keys(localStorage), ["entry/7/labour/2018-07/a1"]);
  assert.equal(localStorage.getItem("entry/7/labour/2018-07/a1").includes("2,314"), false);
  assert.deepEqual(await pending.all(), [["a1", entry]]);
  await pending.forget("a1");
  assert.deepEqual(await pending.all(), []);
});

test("another key, page or name opens nothing, and leaves it there", async () => {
  const pending = await Pending.open("entry/7/labour/2018-07", SECRET);
  await pending.keep("a1", entry);
  assert.deepEqual(await (await Pending.open("entry/7/labour/2018-07", btoa("another key of 32 bytes or so..."))).all(), []);
  assert.deepEqual(await (await Pending.open("entry/7/labour/2018-08", SECRET)).all(), []);
  localStorage.setItem("entry/7/labour/2018-07/a2", localStorage.getItem("entry/7/labour/2018-07/a1"));
  assert.deepEqual(await pending.all(), [["a1", entry]]);
  assert.equal(Object.keys(localStorage).length, 2);
});

test("a full store keeps no more, other faults are told", async () => {
  const pending = await Pending.open("entry/7/labour/2018-07", SECRET);
  localStorage.setItem = () => {
    throw new TypeError("broken");
  };
  await assert.rejects(pending.keep("a1", entry), TypeError);
  const other = await Pending.open("entry/7/labour/2018-07", SECRET);
  localStorage.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  await other.keep("a1", entry);
  assert.equal(other.available, false);
  assert.equal(await other.keep("a1", entry), undefined);
  assert.deepEqual(await other.all(), []);
});

test("a browser that can't seal keeps nothing", async () => {
  const pending = new Pending("entry/7/labour/2018-07", null);
  await pending.keep("a1", entry);
  assert.deepEqual([pending.available, Object.keys(localStorage), await pending.all()], [false, [], []]);
});
