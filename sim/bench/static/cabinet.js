// The cabinet: key, door, walls and lights, and the board behind them.

import { $, fill, make, options, says } from "./dom.js";

const here = (state) => state.cabinet;

// Two-way switches of bench.js for what is here.
export const CABINET_TOGGLES = {
  "cabinet.switch": [(s) => here(s)?.switch_on, "on", "转动维护钥匙", "off", "转回维护钥匙"],
  "cabinet.door": [(s) => here(s)?.door_open, "open", "打开柜门", "closed", "关上柜门"],
  "cabinet.tamper": [(s) => here(s)?.prised, "prised", "撬机柜", "mended", "修好机柜"],
  "board.voice": [(s) => here(s)?.silent, "silent", "让它不应答", "answering", "恢复应答"],
  "board.cable": [(s) => here(s) && !here(s).connected, "unplugged", "拔掉板子", "plugged", "插上板子"],
};

let known = null;

export function beginCabinet(choices) {
  known = choices;
  options($("board-flaw"), Object.entries(choices.board_flaws));
}

function condition(cabinet) {
  if (!cabinet.connected) return "板子已拔掉";
  const words = [];
  if (cabinet.silent) words.push("不应答");
  if (cabinet.switch_on) words.push("钥匙在维护位");
  if (cabinet.door_open) words.push("柜门开着");
  if (cabinet.prised) words.push("被撬");
  return words.join(" · ") || "柜门关着";
}

export function drawCabinet(state) {
  const cabinet = here(state);
  $("cabinet-panel").hidden = !cabinet;
  if (!cabinet) return;
  const bad = !cabinet.connected || cabinet.silent || cabinet.door_open || cabinet.prised;
  says($("cabinet-state"), condition(cabinet), bad);
  fill($("lights"), cabinet.lit, () => Object.entries(known.lights).map(([light, name]) => {
    const lit = cabinet.lit.includes(light);
    return make("li", { className: lit ? "badge good" : "badge", textContent: `${name}灯${lit ? "亮" : "灭"}`, dataset: { light, lit } });
  }));
}

export function wireCabinet(perform) {
  $("board-flaw-add").addEventListener("click", () => perform({ world: "board.spoil", flaw: $("board-flaw").value }));
}
