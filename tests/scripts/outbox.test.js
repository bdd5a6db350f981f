// What waits to be sent, and what an answer says of a sending.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Outbox, verdictOf, waitAfter, whyForbidden } from "../../seoulwork/entry/static/entry/outbox.js";

const change = (cell, value = "1") => ({ cell, value, clears: true });
const cells = (outbox) => [...(outbox.next?.changes.keys() ?? [])];

test("single cells gather in one batch, the last text of a cell counts", () => {
  const outbox = new Outbox();
  assert.equal(outbox.empty, true);
  assert.equal(outbox.add([change("a1", "1")], false), outbox.add([change("a2"), change("a1", "2")], false));
  assert.deepEqual(cells(outbox), ["a1", "a2"]);
  assert.equal(outbox.next.changes.get("a1").value, "2");
  assert.equal(outbox.holds("a2"), true);
  outbox.shift();
  assert.deepEqual([outbox.empty, outbox.next, outbox.holds("a2")], [true, undefined, false]);
});

test("a block is a batch of its own, and so is what comes after it", () => {
  const outbox = new Outbox();
  outbox.add([change("a1")], false);
  outbox.add([change("a2")], true);
  outbox.add([change("a3")], false);
  const sent = [];
  for (; !outbox.empty; outbox.shift()) sent.push([outbox.next.together, cells(outbox)]);
  assert.deepEqual(sent, [[false, ["a1"]], [true, ["a2"]], [false, ["a3"]]]);
});

test("nothing is put to what is on its way, nor to what is long enough", () => {
  const outbox = new Outbox();
  outbox.add([change("a1")], false);
  outbox.next.body = "{}";
  outbox.add([change("a1", "2")], false);
  assert.equal(outbox.next.changes.get("a1").value, "1");
  outbox.shift();
  assert.equal(outbox.next.changes.get("a1").value, "2");
  outbox.add(Array.from({ length: 300 }, (_, at) => change(`a${at + 2}`)), false);
  assert.equal(outbox.next.changes.size, 1);
});

test("whoever added changes gets the answer to their batch", async () => {
  const outbox = new Outbox();
  const answer = outbox.add([change("a1")], false);
  outbox.next.resolve("answered");
  assert.equal(await answer, "answered");
});

test("an answer is taken, or says when to send again", () => {
  const verdict = (status, json = true, redirected = false) => verdictOf({ status, redirected, json });
  for (const status of [200, 400, 403, 422]) assert.equal(verdict(status), "taken");
  assert.equal(verdict(401), "login");
  assert.equal(verdict(200, false, true), "login");
  assert.equal(verdict(409), "stranger");
  assert.equal(verdict(403, false), "ask");
  for (const status of [500, 502, 503]) assert.equal(verdict(status), "offline");
  assert.equal(verdict(200, false), "offline");
});

test("who is there tells why a sending was forbidden", () => {
  const session = { authenticated: true, user: 7, name: "입력 담당", csrf: "new" };
  assert.equal(whyForbidden(session, 7, "old"), "token");
  assert.equal(whyForbidden(session, 7, "new"), "login");
  assert.equal(whyForbidden(session, 8, "old"), "stranger");
  assert.equal(whyForbidden({ ...session, authenticated: false, user: null }, 7, "old"), "login");
  assert.equal(whyForbidden(null, 7, "old"), "login");
});

test("the waits grow to a quarter of a minute", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 50].map(waitAfter), [1, 2, 4, 8, 15, 15]);
});
