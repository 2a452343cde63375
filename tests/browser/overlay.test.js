// The overlay: nothing before a question is taken, then the lower third and nothing else; and the same as data and as
// an OGraf graphic.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { axe } from "./support/axe.js";
import { finish, open, shot } from "./support/people.js";
import { start } from "./support/server.js";

let server, people;
before(async () => {
  server = await start();
  people = await open();
});
after(() => finish(people, server));

const ROAD = "Когда отремонтируют дорогу на улице Ленина от вокзала до моста?";
const LONG = `Здравствуйте! ${"В нашем доме четырнадцать градусов, ребёнок второй месяц болеет, а теплосети отвечают, что на входе всё в норме. ".repeat(8)}Кто ответит?`;
const token = () => new URL(server.links.overlay).searchParams.get("token");
const data = async (name, query = "") => fetch(`${server.origin}/overlay/direct-line/${name}?token=${token()}${query}`);
const row = async () => (await (await data("data.json")).json())[0];

/** A picture behind the page, as the broadcast would have. */
const behind = (page) => page.evaluate(() => document.documentElement.style.setProperty("background", "linear-gradient(170deg, #3a4a5c, #1b222b 60%, #2c3a2c)"));

async function planned(text, more) {
  const receipt = await server.ask(text, more);
  await server.order({ type: "approve", question: receipt.id });
  return receipt;
}

test("nothing shows before take, then the question, and nothing again after it", async () => {
  const overlay = await people.person(server.links.overlay);
  const seen = await overlay.evaluateHandle(() => {
    const texts = [];
    new MutationObserver(() => texts.push(document.getElementById("app").innerText)).observe(document.getElementById("app"), { childList: true, subtree: true });
    return texts;
  });
  const question = await planned(ROAD, { name: "Анна", place: "Чебоксары" });
  const second = await planned("Почему подорожал проезд для студентов?");
  await server.order({ type: "remark", question: question.id, text: "Справка у редактора" });
  // The host has the list by now; the overlay was told of every change, and shows none.
  const host = await people.person(server.links.host);
  await host.locator(".queue").getByText("Почему подорожал").waitFor();
  assert.equal(await overlay.locator(".card").count(), 0);
  assert.deepEqual([(await row()).on_air, (await row()).text], ["false", ""]);
  assert.equal(await overlay.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgba(0, 0, 0, 0)");

  await server.order({ type: "take", question: question.id });
  await overlay.locator(".card").getByText(ROAD).waitFor();
  assert.equal(await overlay.locator(".line").innerText(), "Анна, Чебоксары");
  await server.order({ type: "edit", question: question.id, text: `${ROAD} И до какого месяца?` });
  await overlay.locator(".card").getByText("И до какого месяца?").waitFor();
  await server.order({ type: "take", question: second.id });
  await overlay.locator(".card").getByText("Почему подорожал").waitFor();
  assert.equal(await overlay.locator(".card").count(), 1, "one at a time");
  await server.order({ type: "reject", question: second.id, reason: "other" });
  await overlay.locator(".card").waitFor({ state: "detached" });
  const said = (await seen.jsonValue()).join("\n");
  assert.ok(!said.includes("Справка"), "a word to the host is not for the picture");
});

test("all themes, in all languages, hold a short and a long text", async () => {
  const short = await planned("Когда достроят мост на улице Калинина?", { name: "Анна", place: "Чебоксары" });
  for (let n = 0; n < 4; n++) await server.ask("Когда достроят мост на улице Калинина?");
  const long = await planned(LONG, { name: "Мама двоих детей", place: "Новочебоксарск" });
  await server.order({ type: "take", question: short.id });
  for (const theme of ["paper", "night", "strip", "plain"]) {
    const overlay = await people.person(`${server.links.overlay}&theme=${theme}`, { reducedMotion: "reduce" });
    await overlay.locator(".line").getByText("этот вопрос задали 5 зрителей").waitFor();
    await behind(overlay);
    await shot(overlay, `overlay-${theme}-ru`);
    await axe(overlay);
    await overlay.context().close();
  }
  for (const [lang, said] of [["en", "asked by 5 viewers"], ["cv", "ку ыйтӑва 5 куракан панӑ"]]) {
    const overlay = await people.person(`${server.links.overlay}&lang=${lang}`, { reducedMotion: "reduce" });
    await overlay.locator(".line").getByText(said).waitFor();
    await behind(overlay);
    await shot(overlay, `overlay-paper-${lang}`);
    await overlay.context().close();
  }
  await server.order({ type: "take", question: long.id });
  const overlay = await people.person(server.links.overlay, { reducedMotion: "reduce" });
  await overlay.locator(".card").getByText("Здравствуйте!").waitFor();
  const { top, bottom } = await overlay.locator(".card").evaluate((card) => card.getBoundingClientRect());
  assert.ok(top > 768 * 0.55 && bottom < 768, `the picture stays free: ${top}–${bottom}`);
  await behind(overlay);
  await shot(overlay, "overlay-long-ru");
});

test("the data that vMix reads", async () => {
  const question = await planned("Кто чистит <снег> & лёд во дворах?", { name: "Пётр", place: "Канаш" });
  await server.order({ type: "take", question: question.id });
  const { text, line, number, on_air: onAir } = await row();
  assert.deepEqual([text, line, number, onAir], ["Кто чистит <снег> & лёд во дворах?", "Пётр, Канаш", String(question.number), "true"]);
  const answer = await data("data.xml", "&lang=en");
  assert.match(answer.headers.get("content-type"), /^application\/xml/);
  assert.equal(answer.headers.get("access-control-allow-origin"), "*");
  const xml = await answer.text();
  assert.match(xml, /<data><row>.*<text>Кто чистит &lt;снег&gt; &amp; лёд во дворах\?<\/text>.*<label>No\.\u00a0\d+<\/label>|<label>No\.\u00a0\d+<\/label>.*<text>Кто чистит &lt;снег&gt;/);
  for (const name of ["data.json", "data.xml", "ograf/efir-question.ograf.json"]) {
    assert.equal((await fetch(`${server.origin}/overlay/direct-line/${name}`)).status, 401, name);
  }
});

test("data.xml is flat rows with the same columns, whatever is on air", async () => {
  const question = await planned("Хватит ли «скорой» в Шумерле & <ночью>?", { name: "Ольга", place: "Шумерля" });
  const reader = await people.person(`${server.origin}/`);
  const columns = async () => reader.evaluate((xml) => {
    const read = new DOMParser().parseFromString(xml, "application/xml");
    const rows = [...read.querySelectorAll("data > row")];
    const flat = rows.every((row) => [...row.children].every((column) => column.children.length === 0));
    const names = rows.map((row) => [...row.children].map((column) => column.localName).sort().join(" "));
    return { wrong: read.querySelector("parsererror")?.textContent ?? null, flat, names, text: rows[0]?.querySelector("text").textContent };
  }, await (await data("data.xml")).text());
  await server.order({ type: "take", question: question.id });
  const full = await columns();
  assert.deepEqual([full.wrong, full.flat, full.names.length], [null, true, 1]);
  assert.equal(full.text, "Хватит ли «скорой» в Шумерле & <ночью>?");
  await server.order({ type: "clear" });
  assert.deepEqual(await columns(), { ...full, text: "" });
});

/** What OGraf's schema of version 1 asks of a manifest: its fields with their types; `!` is required. */
const MANIFEST = {
  "$schema!": "string", "id!": "string", "name!": "string", "main!": "string", "supportsRealTime!": "boolean",
  "supportsNonRealTime!": "boolean", version: "string", description: "string", author: "object", stepCount: "number",
  schema: "object", customActions: "object", renderRequirements: "object",
};

test("the OGraf manifest has what the standard asks for, and nothing that it forbids", async () => {
  for (const lang of ["ru", "en", "cv"]) {
    const manifest = await (await data("ograf/efir-question.ograf.json", `&lang=${lang}`)).json();
    const fields = Object.entries(MANIFEST).map(([name, type]) => [name.replace("!", ""), type, name.endsWith("!")]);
    for (const [name, type, required] of fields) {
      if (required || name in manifest) assert.equal(typeof manifest[name], type, name);
    }
    const known = fields.map(([name]) => name);
    assert.deepEqual(Object.keys(manifest).filter((name) => !known.includes(name) && !name.startsWith("v_")), []);
    assert.equal(manifest.$schema, "https://ograf.ebu.io/v1/specification/json-schemas/graphics/schema.json");
    assert.ok(!manifest.id.includes("/") && manifest.author.name && manifest.main.endsWith(".mjs"));
    assert.deepEqual([manifest.schema.type, manifest.supportsNonRealTime], ["object", false]);
    for (const [name, property] of Object.entries(manifest.schema.properties)) {
      assert.ok(property.title && property.default && property.type === "string", name);
    }
    for (const name of manifest.schema.required) assert.ok(name in manifest.schema.properties, name);
  }
});

/** A page of another origin: a playout system's. */
async function elsewhere(use) {
  const site = createServer((_, answer) => answer.setHeader("content-type", "text/html").end("<!doctype html><link rel=icon href=data:,>"));
  await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
  await use(`http://127.0.0.1:${site.address().port}/`).finally(() => site.close());
}

/** A page of a playout system with the graphic on it, not loaded yet; `call(method, params)` speaks to it. */
async function playout(page, manifest, more = {}) {
  const renderer = await people.person(page, more);
  await renderer.evaluate(async (main) => {
    const { default: Graphic } = await import(main);
    customElements.define("a-graphic", Graphic);
    window.graphic = document.createElement("a-graphic");
    document.body.append(window.graphic);
  }, `${server.origin}/overlay/direct-line/ograf/${manifest.main}`);
  const call = (method, params = {}) => renderer.evaluate(([name, given]) => window.graphic[name](given), [method, params]);
  return { renderer, call, card: renderer.locator(".card") };
}

test("the OGraf graphic lives as the standard has it: load, play, update, stop, dispose, on a page of another's", async () => {
  const question = await planned("Построят ли ледовый дворец в Алатыре?", { name: "Рифат", place: "Алатырь" });
  await server.order({ type: "take", question: question.id });
  const manifest = await (await data("ograf/efir-question.ograf.json")).json();
  const source = manifest.schema.properties.source.default;
  const shows = (card) => card.getByText("Построят ли ледовый дворец").waitFor();
  await elsewhere(async (page) => {
    const { renderer, call, card } = await playout(page, manifest, { reducedMotion: "reduce" });
    assert.equal((await call("playAction")).statusCode, 400, "not before it is loaded");
    assert.equal((await call("load", { renderType: "non-realtime", data: { source } })).statusCode, 400);
    assert.deepEqual(await call("load", { renderType: "realtime", renderCharacteristics: {}, data: { source } }), { statusCode: 200 });
    assert.equal(await card.count(), 0, "nothing before it plays");
    assert.deepEqual(await call("playAction"), { statusCode: 200, currentStep: 0 });
    await shows(card);
    assert.equal((await call("updateAction", { data: { theme: "night" } })).statusCode, 200);
    assert.equal(await renderer.evaluate(() => window.graphic.dataset.theme), "night");
    await server.order({ type: "clear" });
    await card.waitFor({ state: "detached" });
    await server.order({ type: "take", question: question.id });
    await shows(card);
    assert.deepEqual(await call("stopAction"), { statusCode: 200 });
    assert.equal(await card.count(), 0);
    assert.equal((await call("playAction", { goto: 0 })).currentStep, 0);
    await shows(card);
    const end = await call("playAction");
    assert.deepEqual([end.statusCode, end.currentStep], [200, undefined], "beyond its one step is the end");
    assert.equal(await card.count(), 0);
    assert.equal((await call("customAction", { id: "none", payload: {} })).statusCode, 400);
    await call("playAction");
    await shows(card);
    await renderer.evaluate(() => window.graphic.remove());
    assert.equal((await call("dispose")).statusCode, 200);
    assert.equal(await renderer.evaluate(() => window.graphic.shadowRoot.childElementCount), 0);
    await renderer.context().close();
  });
});

test("the OGraf graphic moves, and does not where it is asked not to", async () => {
  const question = await planned("Откроют ли бассейн в Ядрине?");
  await server.order({ type: "take", question: question.id });
  const manifest = await (await data("ograf/efir-question.ograf.json")).json();
  await elsewhere(async (page) => {
    const { renderer, call, card } = await playout(page, manifest);
    await renderer.evaluate(() => {
      window.moved = 0;
      const animate = Element.prototype.animate;
      Element.prototype.animate = function (...how) { window.moved += 1; return animate.apply(this, how); };
    });
    await call("load", { renderType: "realtime", data: { source: manifest.schema.properties.source.default } });
    await call("playAction", { skipAnimation: true });
    await card.getByText("Откроют ли бассейн").waitFor();
    await call("stopAction", { skipAnimation: true });
    assert.deepEqual([await card.count(), await renderer.evaluate(() => window.moved)], [0, 0]);
    await call("playAction");
    await card.getByText("Откроют ли бассейн").waitFor();
    await call("stopAction");
    assert.deepEqual([await card.count(), await renderer.evaluate(() => window.moved)], [0, 2]);
    await renderer.context().close();
  });
});
