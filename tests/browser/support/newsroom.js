// A newsroom at minute forty: a broadcast with questions of every status, for pictures and for tests to act on.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { BIN, SLUG } from "./server.js";

const run = promisify(execFile);

/** The address of a screen for somebody by that name. */
export async function linkFor(server, role, name) {
  const page = { moderator: "moderate", host: "host", admin: "admin" }[role];
  const log = ["--log", `disk:${server.home}/log`];
  const { stdout } = await run(BIN, ["token", ...log, "--broadcast", SLUG, "--role", role, "--name", name]);
  return `${server.origin}/${page}/${SLUG}?token=${stdout.trim()}`;
}

/** What people asked; the numbers that tests name are places in this list, from 1. */
export const QUESTIONS = [
  ["Будет ли прямой автобус из Лапсар до больницы скорой помощи?", "Лапсары"],
  ["Почему подорожал проезд для студентов и вернут ли льготу?", "Чебоксары"],
  ["Когда сделают тротуар у школы № 19 в Канаше?", "Канаш"],
  ["Почему закрыли проезд по Гагарина без объявления?", "Чебоксары"],
  ["Будут ли рейсы до Москвы летом каждый день?", "Чебоксары"],
  ["Кто отвечает за освещение трассы у Кугеси?", "Кугеси"],
  ["Восстановят ли электричку Алатырь — Канаш в выходные?", "Алатырь"],
  ["Ремонт ул. Ленина в Чебоксарах в этом году будет?", "Чебоксары"],
  ["Когда отремонтируют дорогу на улице Ленина от вокзала до моста? Мой телефон +7 917 000-00-14, колесо уже пробил.", "Чебоксары"],
  ["Почему автобус № 4 после восьми вечера не ходит до микрорайона Восточный? Люди идут пешком.", "Канаш"],
  ["Ҫӗнӗ автобуссем хӑҫан пулаҫҫӗ? Когда придут новые автобусы?", ""],
  ["Почему в поликлинике на Энгельса к терапевту запись на месяц вперёд?", "Чебоксары"],
  ["Будут ли достраивать детский сад в Новом городе?", "Чебоксары"],
  ["Куда жаловаться на мусорную площадку у дома 12 по Винокурова?", "Новочебоксарск"],
];

const NAMES = ["Анна", "Сергей Петрович", "Мария", "Рифат", "Ольга Николаевна", "Алексей", "Галина", "Пётр"];

/** Asks them all; returns the receipts by number. */
export async function askAll(server, questions = QUESTIONS) {
  const receipts = [];
  for (const [n, [text, place]] of questions.entries()) {
    receipts.push(await server.ask(text, { name: NAMES[n % NAMES.length], place }));
  }
  return receipts;
}

/** A broadcast that is forty minutes on air: one answered, one on air, four in the plan, a wave. */
export async function atMinuteForty(server, { wave = 46 } = {}) {
  const minute = 60_000;
  const air = { air_from: Date.now() - 41 * minute, air_until: Date.now() + 19 * minute };
  await server.api("commands", { role: "admin", method: "POST", body: { id: crypto.randomUUID(), type: "settings", title: "Прямая линия министра транспорта", ...air } });
  const asked = await askAll(server);
  const id = (n) => asked[n - 1].id;
  for (const n of [7, 1, 2, 3, 4, 5, 6]) await server.order({ type: "approve", question: id(n) });
  await server.order({ type: "next" });
  await server.order({ type: "next" });
  for (let n = 0; n < wave; n++) await server.ask("Когда дадут тепло на Винокурова, 12? В квартире +14, дети болеют.", { place: "Новочебоксарск" });
  return asked;
}
