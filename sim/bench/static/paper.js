// The A4 printer: what people do at it, and the pages that come out.

import { $, fill, make, options, says } from "./dom.js";

const here = (state) => state.document_printer;

// Two-way switches of bench.js for what is here.
export const PAPER_TOGGLES = {
  "a4.cover": [(s) => here(s)?.reasons.includes("cover-open"), "open", "打开机盖", "closed", "合上机盖"],
  "a4.tray": [(s) => here(s)?.reasons.includes("input-tray-missing"), "out", "抽出纸盒", "in", "装回纸盒"],
  "a4.pause": [(s) => here(s)?.reasons.includes("paused"), "paused", "暂停", "running", "恢复运行"],
  "a4.silent": [(s) => here(s)?.silent, "silent", "让它不应答", "answering", "恢复应答"],
  "a4.power": [(s) => here(s) && !here(s).connected, "off", "关机", "on", "开机"],
};

let known = null;

export function beginPaper(choices) {
  known = choices;
  options($("a4-flaw"), Object.entries(choices.document_flaws));
}

function condition(printer) {
  if (!printer.connected) return "已关机";
  const words = printer.reasons.map((reason) => known.a4_reasons[reason]);
  if (printer.silent) words.push("不应答");
  if (printer.printing) words.push(printer.reasons.length ? "有文件在等" : "正在打印");
  return [...words, `剩 ${printer.sheets_left} 张纸`, `墨粉 ${printer.toner_percent}%`].join(" · ");
}

export function drawPaper(state) {
  const printer = here(state);
  $("a4-panel").hidden = !printer;
  if (!printer) return;
  const stuck = printer.reasons.some((reason) => reason !== "media-low");
  says($("a4-state"), condition(printer), !printer.connected || printer.silent || stuck);
  $("a4-jam-clear").disabled = !printer.reasons.includes("media-jam");
  $("a4-cancel").disabled = !printer.printing || printer.silent;
  $("a4-none").hidden = printer.papers.length > 0;
  const sheets = [...printer.papers].reverse();
  fill($("a4-sheets"), sheets.map((sheet) => [sheet.number, sheet.sha256]), () => sheets.map((sheet) => {
    const words = `第 ${sheet.number} 张：第 ${sheet.page} 页，共 ${sheet.of} 页`;
    // The digest tells a page of today from one of before the last reset.
    const image = make("img", { src: `/api/sheets/${sheet.number}.png?${sheet.sha256}-${sheet.page}`, alt: words });
    const button = make("button", { type: "button", title: "放大", dataset: { sheet: words } }, image);
    return make("figure", { className: "sheet" }, button,
      make("figcaption", { textContent: words, title: `${sheet.job} ${sheet.sha256}` }));
  }));
}

// What a button of this panel does that is not an action of the hall.
export function pressPaper(button) {
  if (!button.dataset.sheet) return;
  $("a4-large").src = button.querySelector("img").src;
  $("a4-large").alt = button.dataset.sheet;
  $("a4-enlarged").showModal();
}

export function wirePaper(perform) {
  const on = (id, action) => $(id).addEventListener("click", () => perform(action()));
  const page = () => Number($("a4-page").value);
  on("a4-fill", () => ({ world: "a4.sheets", left: 250 }));
  on("a4-left-set", () => ({ world: "a4.sheets", left: Number($("a4-left").value) }));
  on("a4-jam", () => ({ world: "a4.jam", page: page() }));
  on("a4-abort", () => ({ world: "a4.abort", page: page() }));
  on("a4-jam-clear", () => ({ world: "a4.jam_cleared" }));
  on("a4-cancel", () => ({ world: "a4.cancel" }));
  on("a4-toner-set", () => ({ world: "a4.toner", percent: Number($("a4-toner").value) }));
  on("a4-flaw-add", () => ({ world: "service.spoil_document", flaw: $("a4-flaw").value }));
  $("a4-enlarged").addEventListener("click", () => $("a4-enlarged").close());
}
