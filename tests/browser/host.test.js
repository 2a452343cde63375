// The host's screen in a real browser: shows what is approved at once, takes it on air, and looks right at every size.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe } from "./support/axe.js";
import { finish, open, overPlainHttp, DESKTOP, PHONE, shot } from "./support/people.js";
import { start } from "./support/server.js";

const STUDIO = { width: 1920, height: 1080 };
const ROAD = "Когда отремонтируют дорогу на улице Ленина от вокзала до моста?";
const LONG = `Здравствуйте! ${"В нашем доме четырнадцать градусов, ребёнок второй месяц болеет, а теплосети отвечают, что на входе всё в норме. ".repeat(8)}`.slice(0, 985) + " Кто ответит?";

let server, people;
before(async () => {
  server = await start();
  people = await open();
});
after(() => finish(people, server));

/** Asks, and approves to the end of the rundown. */
async function planned(text, more) {
  const receipt = await server.ask(text, more);
  await server.order({ type: "approve", question: receipt.id });
  return receipt;
}

const onAir = (page) => page.locator("h1.question");
const clears = async () => {
  const { on_air: air, next } = await server.api("rundown", { role: "host" });
  for (const { id } of [air, ...next].filter(Boolean)) await server.order({ type: "reject", question: id, reason: "other" });
};

test("an approved question shows at once, goes on air by the clicker, and comes back", async () => {
  await clears();
  const host = await people.person(server.links.host);
  await host.getByText("План пуст").waitFor();
  await planned(ROAD, { name: "Анна", place: "Чебоксары" });
  await planned("Почему подорожал проезд для студентов и вернут ли льготу?");
  await host.locator(".queue li").nth(1).getByText("Почему подорожал").waitFor();
  await host.keyboard.press("PageDown");
  await onAir(host).getByText(ROAD).waitFor();
  await host.locator(".about").getByText("Чебоксары").waitFor();
  await host.locator(".who").getByText("Анна").waitFor();
  assert.equal((await server.api("rundown", { role: "host" })).on_air.text, ROAD);
  await host.keyboard.press("ArrowRight");
  await onAir(host).getByText("Почему подорожал").waitFor();
  await host.keyboard.press("PageUp");
  await onAir(host).getByText(ROAD).waitFor();
  await host.locator(".queue").getByText("Почему подорожал").waitFor();
  // A press shows at once: the next test asks the same again, when the server has heard of it, too.
  await server.until(async () => (await server.api("rundown", { role: "host" })).on_air?.text === ROAD);
});

/** A host whose server can be kept from speaking to them, as a slow link does. */
async function slowHost() {
  const page = await people.person(`${server.origin}/`);
  const waiting = [];
  let slow = false, tell;
  await page.routeWebSocket(/\/ws\//, (socket) => {
    const far = socket.connectToServer();
    tell = (message) => socket.send(message);
    far.onMessage((message) => (slow ? waiting.push(message) : tell(message)));
  });
  await page.goto(server.links.host);
  return { page, slow: () => (slow = true), quick: () => { slow = false; waiting.splice(0).forEach(tell); } };
}

test("two hosts are in step, and both clickers at once do not skip a question", async () => {
  await clears();
  for (const n of ["первый", "второй", "третий"]) await planned(`Это ${n} вопрос?`);
  const one = await people.person(server.links.host), { page: other, slow, quick } = await slowHost();
  for (const page of [one, other]) await page.locator(".queue").getByText("Это первый вопрос?").waitFor();
  slow();
  await one.keyboard.press("PageDown");
  await onAir(one).getByText("Это первый вопрос?").waitFor();
  await server.until(async () => (await server.api("rundown", { role: "host" })).on_air);
  // The other presses while they still see nothing on air: they mean the same question.
  await other.keyboard.press("Enter");
  await onAir(other).getByText("Это первый вопрос?").waitFor();
  quick();
  await one.keyboard.press("Space");
  for (const page of [one, other]) {
    await onAir(page).getByText("Это второй вопрос?").waitFor();
    await page.locator(".queue").getByText("Это третий вопрос?").waitFor();
  }
});

test("the screen stays awake, fills itself, and goes on by touch", async () => {
  const host = await people.person(server.links.host, { size: PHONE, hasTouch: true });
  await host.addInitScript(() => {
    window.awake = 0;
    navigator.wakeLock.request = () => Promise.resolve((window.awake += 1));
  });
  await host.reload();
  await onAir(host).waitFor();
  assert.equal(await host.evaluate(() => window.awake), 1);
  await host.keyboard.press("f");
  await host.waitForFunction(() => document.fullscreenElement);
  await host.keyboard.press("f");
  await host.waitForFunction(() => !document.fullscreenElement);
  const before = await onAir(host).innerText();
  await host.getByRole("button", { name: "Назад" }).tap();
  await host.waitForFunction((text) => document.querySelector("h1").innerText !== text, before);
  await host.getByRole("button", { name: "Дальше" }).tap();
  await host.waitForFunction((text) => document.querySelector("h1").innerText === text, before);
});

test("over plain http the screen works, and says quietly what it cannot do", async () => {
  await clears();
  const secure = await people.person(server.links.host);
  await secure.getByText("План пуст").waitFor();
  assert.equal(await secure.locator(".plain").count(), 0);
  const host = await people.person(overPlainHttp(server.links.host));
  await host.locator(".plain", { hasText: "перезагрузка без сети не сработает" }).waitFor();
  await axe(host);
  await shot(host, "host-plain-http-1366-ru");
  await planned("Когда откроют новый мост?");
  await host.locator(".queue").getByText("Когда откроют").waitFor();
  await host.keyboard.press("PageDown");
  await onAir(host).getByText("Когда откроют").waitFor();
  await server.until(async () => (await server.api("rundown", { role: "host" })).on_air);
  assert.equal(await host.locator(".plain").count(), 0, "nothing beside a question on air");
});

test("the colours are the host's choice, whatever the system has", async () => {
  for (const dark of [false, true]) {
    const host = await people.person(server.links.host, { dark });
    await onAir(host).waitFor();
    const colours = () => host.evaluate(() => {
      const of = getComputedStyle(document.documentElement);
      return [of.getPropertyValue("--page"), of.getPropertyValue("--hold"), of.colorScheme, getComputedStyle(document.body).backgroundColor];
    });
    const night = ["#000", "#f0b74a"], day = ["#fff", "#9a6106"];
    for (const expected of [night, day, dark ? night : day]) {
      const [page, hold, scheme, painted] = await colours();
      assert.deepEqual([page, hold], expected);
      assert.equal(scheme, expected === night ? "dark" : "light");
      assert.equal(painted, expected === night ? "rgb(0, 0, 0)" : "rgb(255, 255, 255)");
      await host.keyboard.press("i");
    }
    await host.context().close();
  }
});

test("blank, and back by the same key", async () => {
  const host = await people.person(server.links.host);
  await onAir(host).waitFor();
  await host.keyboard.press("b");
  await host.getByText("Экран погашен").waitFor();
  assert.equal(await onAir(host).isVisible(), false);
  await host.keyboard.press(".");
  await onAir(host).waitFor({ state: "visible" });
});

test("every size shows the whole text, however long", async () => {
  await clears();
  const short = await planned(ROAD, { name: "Анна, водитель", place: "Чебоксары" });
  const long = await planned(LONG, { name: "Мама двоих детей", place: "Новочебоксарск" });
  await planned("Почему подорожал проезд для студентов и вернут ли льготу?");
  await planned("Когда сделают тротуар у школы № 19 в Канаше?");
  await server.order({ type: "remark", question: short.id, text: "Дорога в плане на 2027 год — справка Минтранса у редактора." });
  const now = Date.now();
  await server.admin({ type: "settings", air_from: now - 41 * 60_000 - 7_000, air_until: now + 18 * 60_000 + 53_000 });
  for (const [question, name] of [[short, "short"], [long, "long"]]) {
    await server.order({ type: "take", question: question.id });
    for (const [size, of] of [[DESKTOP, "1366"], [STUDIO, "1920"], [PHONE, "390"]]) {
      for (const [lang, locale] of [["ru", "ru-RU"], ["en", "en-GB"], ["cv", "cv-RU"]]) {
        const host = await people.person(server.links.host, { size, lang: locale });
        await onAir(host).getByText(name === "short" ? ROAD : "Кто ответит?").waitFor();
        await host.evaluate(() => document.fonts.ready);
        const fits = await host.evaluate(() => {
          const { scrollHeight, clientHeight, scrollWidth, clientWidth } = document.querySelector(".window");
          return [scrollHeight - clientHeight, scrollWidth - clientWidth];
        });
        assert.deepEqual(fits.map((over) => Math.max(0, over)), [0, 0], `${name} at ${of}`);
        await shot(host, `host-${name}-${of}-${lang}`);
        if (of === "1366") {
          await axe(host);
          await host.keyboard.press("i");
          await shot(host, `host-${name}-${of}-${lang}-light`);
          await axe(host);
        }
        await host.context().close();
      }
    }
  }
});

test("the settings say every key, and a key that was set does its work after a reload", async () => {
  const host = await people.person(server.links.host);
  await onAir(host).waitFor();
  await host.keyboard.press("s");
  await host.getByRole("heading", { name: "Настройки" }).waitFor();
  await shot(host, "host-settings-ru");
  await axe(host);
  await host.setViewportSize({ width: 360, height: 740 });
  const over = await host.locator("dialog").evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
  assert.ok(over <= 0, `nothing is cut off on a phone: ${over} px`);
  await shot(host, "host-settings-360-ru");
  await host.setViewportSize(DESKTOP);
  await host.getByRole("row", { name: /^Погасить/ }).getByRole("button").click();
  await host.keyboard.press("x");
  await host.getByRole("row", { name: /^Погасить X/ }).waitFor();
  await host.getByRole("button", { name: "Закрыть" }).click();
  await host.reload();
  await onAir(host).waitFor();
  await host.keyboard.press("x");
  await host.getByText("Экран погашен").waitFor();
});

test("the text rolls through the reading region, pauses, and is mirrored for the glass; this screen keeps it", async () => {
  const host = await people.person(`${server.links.host}`);
  await onAir(host).getByText("Кто ответит?").waitFor();
  const rolled = () => host.evaluate(() => new DOMMatrix(getComputedStyle(document.querySelector(".roll")).transform).m42);
  await host.keyboard.press("p");
  await host.locator(".rolls").waitFor();
  assert.equal(Math.abs(await rolled()), 0, "it waits to be started");
  await host.keyboard.press("9");
  await host.keyboard.press("Space");
  await host.waitForFunction(() => new DOMMatrix(getComputedStyle(document.querySelector(".roll")).transform).m42 < -40);
  await host.keyboard.press("Space");
  const stopped = await host.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(document.querySelector(".roll").style.transform))));
  await host.keyboard.press("m");
  await shot(host, "host-prompt-mirrored-1366-ru");
  await host.keyboard.press("m");
  await host.keyboard.press("m");
  await host.keyboard.press("m");
  await shot(host, "host-prompt-1366-ru");
  assert.equal(await host.evaluate(() => document.querySelector(".roll").style.transform), stopped, "a pause is a pause");
  await axe(host);
  await host.keyboard.press("m");
  await host.reload();
  await host.locator(".rolls").waitFor();
  assert.equal(await host.getAttribute(".glass", "data-mirror"), "across");
  const glass = await people.person(server.links.host);
  await onAir(glass).waitFor();
  assert.equal(await glass.getAttribute(".glass", "data-mirror"), "none", "another screen has its own");
});
