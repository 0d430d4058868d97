// The place of the kiosk's live screen on the page: shows it, says why not, tries again.

import { view } from "./rfb.js";

const RETRY_MS = 3000;

export async function keepScreen({ frame, canvas, note, state }, { width, height }) {
  frame.style.setProperty("--aspect", `${width} / ${height}`);
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  for (;;) {
    let shown = false;
    try {
      await view(`${scheme}://${location.host}/screen`, canvas, () => {
        shown = true;
        frame.dataset.live = "yes";
        note.textContent = "";
        state.textContent = "实时屏幕，可用鼠标或手指操作";
      });
    } catch (reason) {
      frame.dataset.live = "no";
      note.textContent = shown
        ? "自助机的画面断开了。"
        : "自助机没有在这里显示画面。\n它可能在自己的窗口里，或者还没有启动。";
      state.textContent = `等待自助机…（${reason.message}）`;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}
