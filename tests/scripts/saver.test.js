// Cells on their way to the server: one request at a time, whatever else fails meanwhile.

import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";

globalThis.addEventListener ??= () => {};
globalThis.crypto ??= webcrypto;
const { Saver } = await import("../../seoulwork/entry/static/entry/saver.js");

const json = (content) => new Response(JSON.stringify(content), { headers: { "Content-Type": "application/json" } });

/** A saver, and the requests that the server has got and not answered yet: {address, body, answer}. */
function office(t) {
  const asked = [];
  t.mock.method(globalThis, "fetch", (address, { body }) => new Promise((answer) => asked.push({ address, body, answer })));
  const saver = new Saver({ address: "/cells/", session: "/session/", user: 1, token: "", versionOf: () => null, take: () => {}, reason: () => "" });
  return { asked, saver };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

test("what another request's failure starts anew is not sent beside what is on its way", async (t) => {
  const { asked, saver } = office(t);
  const first = saver.add([{ cell: "a1", value: "1" }]);
  await soon();
  const second = saver.add([{ cell: "a2", value: "2" }]);
  const note = saver.post("/note/", "");
  asked[1].answer(new Response("", { status: 502 }));
  await note;
  saver.retry();
  await soon();
  assert.deepEqual(asked.map(({ address }) => address), ["/cells/", "/note/"]);

  asked[0].answer(json({ cells: [{ cell: "a1" }] }));
  assert.deepEqual((await first).cells, [{ cell: "a1" }]);
  await soon();
  assert.deepEqual(asked.slice(2).map(({ body }) => JSON.parse(body).cells.map(({ cell }) => cell)), [["a2"]]);
  asked[2].answer(json({ cells: [{ cell: "a2" }] }));
  assert.deepEqual((await second).cells, [{ cell: "a2" }]);
});

test("an answer that breaks off is asked for again", async (t) => {
  const { asked, saver } = office(t);
  const answer = saver.add([{ cell: "a1", value: "1" }]);
  await soon();
  asked[0].answer(new Response("{", { headers: { "Content-Type": "application/json" } }));
  await soon();
  await soon();
  assert.equal(saver.state, "offline");
  saver.retry();
  assert.equal(asked[1].body, asked[0].body);
  asked[1].answer(json({ cells: [] }));
  assert.deepEqual((await answer).cells, []);
});
