// The bench page: shows the state of the hall and plays it.

import * as api from "./api.js";
import { beginCabinet, CABINET_TOGGLES, drawCabinet, wireCabinet } from "./cabinet.js";
import { beginCards, CARD_TOGGLES, drawCards, pressCards, wireCards } from "./cards.js";
import { $, fill, make, options, pressed, yuan } from "./dom.js";
import { beginPaper, drawPaper, PAPER_TOGGLES, pressPaper, wirePaper } from "./paper.js";
import { keepScreen } from "./screen.js";

const POLL_MS = 800;

const ORDER_STATES = {
  created: ["待付款", "wait"], paying: ["待付款", "wait"], unknown: ["结果未知", "bad"],
  closed: ["已关闭", ""], paid: ["已付款", "good"], posting: ["入账中", "wait"],
  posted: ["已入账", "good"], refunding: ["退款中", "wait"], refunded: ["已退款", ""],
  needs_person: ["需人工处理", "bad"],
};
const WALLETS = { alipay: "支付宝", wechat: "微信", unionpay_qr: "云闪付" };
const LINES = { up: "通畅", slow: "缓慢", silent: "无响应", cut: "连接即被复位", refused: "断开" };
const PAPER = { enough: "纸足", near_end: "纸将尽", end: "无纸" };

// Two-way switches: [is it broken now, action to break, label, action to mend, label].
const TOGGLES = {
  "reader.cable": [(s) => !s.reader.connected, "unplugged", "拔掉读卡器", "plugged", "插上读卡器"],
  "scanner.cable": [(s) => !s.scanner.connected, "unplugged", "拔掉扫码器", "plugged", "插上扫码器"],
  "printer.cover": [(s) => s.printer.cover_open, "open", "打开机盖", "closed", "合上机盖"],
  "printer.cutter": [(s) => s.printer.cutter_jammed, "jammed", "卡住切刀", "freed", "松开切刀"],
  "printer.head": [(s) => s.printer.overheated, "hot", "打印头过热", "cool", "打印头冷却"],
  "printer.voice": [(s) => s.printer.silent, "silent", "让它不应答", "answering", "恢复应答"],
  "printer.works": [(s) => s.printer.broken, "broken", "弄坏打印机", "repaired", "修好打印机"],
  "service.maintenance": [(s) => s.service.maintenance, "on", "收缴服务维护", "off", "结束维护"],
  "channel.notifications": [(s) => s.service.notifications_lost, "lost", "丢失支付通知", "arrive", "恢复支付通知"],
  ...CARD_TOGGLES,
  ...PAPER_TOGGLES,
  ...CABINET_TOGGLES,
  "printer.cable": [(s) => !s.printer.connected, "unplugged", "拔掉打印机", "plugged", "插上打印机"],
};

const GOODS_BARCODE = "6901234567892";

// Faults that take a time, and how long when nothing else is said.
const FAULT_SECONDS = { slow: 20, slow_answer: 20, skewed_date: 3600 };

let hall = null;
let people = [];
let known = null;
let scenarios = [];

function trouble(error) {
  $("trouble").textContent = error ? `没有做成：${error.message}` : "";
  $("trouble").hidden = !error;
}

async function perform(action) {
  try {
    draw(await api.act(action));
    trouble(null);
    return true;
  } catch (error) {
    trouble(error);
    return false;
  }
}

function drawReader({ reader }) {
  const here = people.find((person) => person.key === reader.person);
  $("reader-state").textContent = !reader.connected ? "已拔掉"
    : here ? `放着${here.name}的证件${reader.card === "already_read" ? "，已读出" : ""}` : "没有证件";
  $("reader-state").classList.toggle("bad", !reader.connected);
  $("lift").disabled = !here;
  const wanted = $("people-filter").value.trim();
  const shown = people.filter((p) => !wanted || `${p.name}${p.key}${p.cases.join("")}${p.note}`.includes(wanted));
  fill($("people"), [shown.map((p) => p.key), reader.person], () => shown.map((p) => {
    const button = make("button", { className: "person", type: "button", title: p.number, dataset: { person: p.key } },
      make("b", { textContent: p.name }), make("small", { textContent: p.cases.join("、") }));
    button.setAttribute("aria-pressed", String(p.key === reader.person));
    return make("li", {}, button);
  }));
}

function drawOrders({ orders, service }) {
  $("orders-none").hidden = orders.length > 0;
  fill($("orders"), orders, () => [...orders].reverse().map((order) => {
    const [label, tone] = ORDER_STATES[order.state] ?? [order.state, ""];
    const line = make("div", { className: "order-line" },
      make("b", { textContent: yuan(order.amount_fen) }),
      make("span", { className: `badge ${tone}`, textContent: label }));
    const item = make("li", {}, line, make("div", { className: "order-number", textContent: `${order.person} · ${order.period} · ${order.number}` }));
    const wallet = WALLETS[order.tender];
    if (!wallet) return item;
    const row = make("div", { className: "row wrap" });
    const button = (textContent, what, className = "") => make("button", {
      type: "button", textContent, className, dataset: { wallet: what, order: order.number },
    });
    if (order.payable) row.append(button(`用${wallet}付款`, "wallet.pay", "primary"), button("只扫码不付", "wallet.scan"));
    if (!order.payable && order.payable_late) row.append(button(`迟到的${wallet}付款`, "wallet.pay_late"));
    if (order.wallet_url) row.append(make("a", { href: order.wallet_url, target: "_blank", rel: "noopener", textContent: "打开钱包页面" }));
    if (row.childNodes.length) item.append(row);
    return item;
  }));
  fill($("channels"), service.channels, () => Object.entries(service.channels).map(([wallet, up]) => {
    const button = make("button", {
      type: "button", className: "broken", textContent: up ? `让${WALLETS[wallet]}中断` : `恢复${WALLETS[wallet]}`,
      dataset: { channel: wallet, state: up ? "down" : "up" },
    });
    button.setAttribute("aria-pressed", String(!up));
    return button;
  }));
}

function drawPrinter({ printer }) {
  const words = [PAPER[printer.paper]];
  if (!printer.connected) words.push("已拔掉");
  if (printer.cover_open) words.push("机盖开着");
  if (printer.cutter_jammed) words.push("切刀卡住");
  if (printer.overheated) words.push("过热");
  if (printer.silent) words.push("不应答");
  if (printer.broken) words.push("坏了");
  if (printer.dots_left !== null) words.push(`还剩 ${printer.dots_left} 点行`);
  $("printer-state").textContent = words.join(" · ");
  $("printer-state").classList.toggle("bad", words.length > 1 || printer.paper === "end");
  pressed($("paper-level"), "level", printer.paper);
  $("papers-none").hidden = printer.papers.length > 0;
  $("paper-take").disabled = printer.hanging === 0;
  $("paper-take").textContent = printer.hanging ? `取走小票（${printer.hanging} 张）` : "取走小票";
  const papers = [...printer.papers].reverse();
  fill($("papers"), papers.map((p) => [p.number, p.complete]), () => papers.map((paper) => {
    const image = make("img", { src: `/api/papers/${paper.number}.png?${paper.complete}`, alt: paper.text });
    return make("figure", { className: `paper ${paper.complete ? "" : "torn"}` },
      make("a", { href: image.src, target: "_blank", rel: "noopener" }, image),
      make("figcaption", { textContent: `第 ${paper.number} 张${paper.complete ? "" : "（没打完）"}` }));
  }));
}

function drawScanner({ scanner }) {
  const light = scanner.looking ? "灯亮，等待扫码" : "灯灭";
  $("scanner-state").textContent = !scanner.connected ? "已拔掉" : light + (scanner.showing ? " · 有码对着它" : "");
  $("scanner-state").classList.toggle("bad", !scanner.connected);
  $("scanner-hide").disabled = !scanner.showing;
}

function drawNetwork({ network, service }) {
  $("network-state").textContent = LINES[network.line];
  $("network-state").classList.toggle("bad", network.line !== "up");
  pressed($("line"), "line", network.line);
  pressed($("posting"), "posting", service.posting);
  fill($("faults"), service.faults, () => service.faults.map((fault) => make("li", { textContent: fault })));
}

function draw(state) {
  hall = state;
  $("clock").textContent = new Date(state.now).toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false });
  const ahead = Math.round(state.ahead_seconds);
  $("time-state").textContent = Math.abs(ahead) < 1 ? "与真实时间一致" : `比真实时间${ahead > 0 ? "快" : "慢"} ${Math.abs(ahead).toLocaleString("zh-CN")} 秒`;
  drawReader(state);
  drawOrders(state);
  drawScanner(state);
  drawPrinter(state);
  drawPaper(state);
  drawNetwork(state);
  drawCards(state, people);
  drawCabinet(state);
  for (const button of document.querySelectorAll("[data-toggle]")) {
    const [broken, , breakLabel, , mendLabel] = TOGGLES[button.dataset.toggle];
    button.classList.add("broken");
    button.setAttribute("aria-pressed", String(Boolean(broken(state))));
    button.textContent = broken(state) ? mendLabel : breakLabel;
  }
  const events = [...state.events].reverse();
  fill($("log"), events.map((event) => event.number), () => events.map((event) => make("li", {},
    make("time", { textContent: event.at.slice(11, 19) }), make("span", { textContent: event.what }))));
}

function drawFaultFields() {
  const kind = $("fault-kind").value;
  $("fault-hostility").hidden = kind !== "hostile";
  $("fault-seconds-field").hidden = !(kind in FAULT_SECONDS);
  $("fault-seconds").value = FAULT_SECONDS[kind] ?? 0;
}

const script = () => scenarios.find((one) => one.name === $("script").value);

// A line is ticked off by hand, or done by the page where it can.
function drawScript() {
  const { person, lines } = script();
  $("script-about").textContent = `人物：${person}。点“做”由本页完成，其余在屏幕上动手，做完点一下划掉。`;
  $("script-lines").replaceChildren(...lines.map(({ text, action }, number) => {
    const line = make("li", { dataset: { line: number } }, make("span", { textContent: text }));
    if (action) line.append(make("button", { type: "button", textContent: "做" }));
    return line;
  }));
}

function wire() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button || button.disabled || !hall) return;
    const { dataset } = button;
    pressCards(button, perform);
    pressPaper(button);
    if (dataset.person) perform({ world: "reader.card", person: dataset.person });
    if (dataset.wallet) perform({ world: dataset.wallet, order: dataset.order });
    if (dataset.code) perform({ world: "scanner.show", wallet: dataset.code });
    if (dataset.channel) perform({ world: "channel", wallet: dataset.channel, state: dataset.state });
    if (dataset.level) perform({ world: "printer.paper", level: dataset.level });
    if (dataset.line) perform({ world: "network", line: dataset.line });
    if (dataset.posting) perform({ world: "service.posting", state: dataset.posting });
    if (dataset.seconds) perform({ world: "clock", seconds: Number(dataset.seconds) });
    if (dataset.toggle) {
      const [broken, breaks, , mends] = TOGGLES[dataset.toggle];
      perform({ world: dataset.toggle, state: broken(hall) ? mends : breaks });
    }
  });
  wireCards(perform, () => hall);
  wirePaper(perform);
  wireCabinet(perform);
  $("lift").addEventListener("click", () => perform({ world: "reader.lift" }));
  $("people-filter").addEventListener("input", () => hall && drawReader(hall));
  $("reader-fault-add").addEventListener("click", () => perform({ world: "reader.fault", fault: $("reader-fault").value }));
  $("scanner-goods").addEventListener("click", () => perform({ world: "scanner.show", text: GOODS_BARCODE }));
  $("scanner-hide").addEventListener("click", () => perform({ world: "scanner.hide" }));
  $("scan-flaw-add").addEventListener("click", () => perform({ world: "scanner.garble", flaw: $("scan-flaw").value }));
  $("paper-dots-set").addEventListener("click", () => perform({ world: "printer.paper", dots_left: Number($("paper-dots").value) }));
  $("paper-take").addEventListener("click", () => perform({ world: "printer.take" }));
  $("reader-fault-clear").addEventListener("click", () => perform({ world: "reader.faults_cleared" }));
  $("power-cycle").addEventListener("click", () => perform({ world: "printer.power_cycle" }));
  $("fault-kind").addEventListener("change", drawFaultFields);
  $("fault-add").addEventListener("click", () => {
    const kind = $("fault-kind").value;
    const fault = { world: "service.fault", kind, path: $("fault-path").value, times: Number($("fault-count").value) };
    if (kind in FAULT_SECONDS) fault.seconds = Number($("fault-seconds").value);
    if (kind === "hostile") fault.hostility = $("fault-hostility").value;
    perform(fault);
  });
  $("script").addEventListener("change", drawScript);
  $("script-lines").addEventListener("click", async ({ target }) => {
    const line = target.closest("li");
    if (!line) return;
    const { action } = script().lines[Number(line.dataset.line)];
    if (action && !target.closest("button")) return;
    if (action && !(await perform(action))) return;
    line.classList.toggle("done", action ? true : undefined);
  });
  $("fault-clear").addEventListener("click", () => perform({ world: "service.faults_cleared" }));
  $("reset").addEventListener("click", async () => {
    try { draw(await api.reset()); trouble(null); } catch (error) { trouble(error); }
  });
}

async function poll() {
  if (!document.hidden) {
    try {
      const state = await api.state();
      if (!known) await begin();
      draw(state);
      document.body.dataset.ready = "yes";
    } catch (error) {
      trouble(new Error("模拟大厅没有应答"));
    }
  }
  setTimeout(poll, POLL_MS);
}

async function begin() {
  known = await api.choices();
  scenarios = await api.scenarios();
  options($("script"), scenarios.map(({ name, title }) => [name, title]));
  $("script").value = "flexible-pension-alipay";
  drawScript();
  trouble(null);
  people = known.people;
  beginCards(known, people);
  beginPaper(known);
  beginCabinet(known);
  options($("reader-fault"), Object.entries(known.reader_faults));
  options($("scan-flaw"), Object.entries(known.scan_flaws));
  $("code-wallets").replaceChildren(...Object.entries(known.code_wallets).map(([code, name]) => make("button", { type: "button", textContent: `出示${name}付款码`, dataset: { code } })));
  options($("fault-path"), Object.entries(known.service_paths));
  options($("fault-kind"), Object.entries(known.service_faults));
  options($("fault-hostility"), known.hostilities.map((word) => [word, word]));
  drawFaultFields();
  $("posting").replaceChildren(...Object.entries(known.posting).map(([posting, textContent]) => make("button", { type: "button", textContent, dataset: { posting } })));
  keepScreen({ frame: $("screen"), canvas: $("screen-picture"), note: $("screen-note"), state: $("screen-state") }, known.screen);
}

wire();
poll();
