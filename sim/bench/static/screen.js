// The kiosk's live screen, drawn by noVNC where it is installed.

const RETRY_MS = 3000;

export async function showScreen(parts, { novnc, width, height }) {
  const { frame, note, state, again } = parts;
  frame.style.setProperty("--aspect", `${width} / ${height}`);
  if (!novnc) {
    note.textContent = "这台机器没有安装 noVNC，看不到实时屏幕。\n在 Debian 上安装 novnc 软件包后刷新本页。\n其他功能照常可用。";
    state.textContent = "没有实时屏幕";
    return;
  }
  const { default: RFB } = await import("/novnc/core/rfb.js");
  const canvasHome = document.createElement("div");
  frame.append(canvasHome);
  let rfb = null;
  let timer = 0;

  function connect() {
    clearTimeout(timer);
    again.hidden = true;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    rfb = new RFB(canvasHome, `${scheme}://${location.host}/screen`, { wsProtocols: ["binary"] });
    rfb.scaleViewport = true;
    rfb.background = "transparent";
    rfb.addEventListener("connect", () => {
      note.textContent = "";
      state.textContent = "实时屏幕，可用鼠标或手指操作";
      frame.dataset.live = "yes";
    });
    rfb.addEventListener("disconnect", () => {
      frame.dataset.live = "no";
      note.textContent = "自助机没有在这里显示画面。\n它可能在自己的窗口里，或者还没有启动。";
      state.textContent = "等待自助机…";
      again.hidden = false;
      timer = setTimeout(connect, RETRY_MS);
    });
  }
  again.addEventListener("click", connect);
  connect();
}
