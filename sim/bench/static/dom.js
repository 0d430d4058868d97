// Small things every panel needs.

export const $ = (id) => document.getElementById(id);

export const yuan = (fen) => `￥${Math.floor(fen / 100).toLocaleString("zh-CN")}.${String(fen % 100).padStart(2, "0")}`;

// Build only when something changed, so that a list is not rebuilt under the finger.
export function fill(home, key, build) {
  const text = JSON.stringify(key);
  if (home.dataset.key === text) return;
  home.dataset.key = text;
  home.replaceChildren(...build());
}

export function make(tag, properties = {}, ...children) {
  const { dataset, ...rest } = properties;
  const element = Object.assign(document.createElement(tag), rest);
  Object.assign(element.dataset, dataset ?? {});
  element.append(...children);
  return element;
}

export function pressed(home, name, value) {
  for (const button of home.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset[name] === value));
  }
}

export function options(select, entries) {
  select.replaceChildren(...entries.map(([value, textContent]) => make("option", { value, textContent })));
}

export function says(element, words, bad) {
  element.textContent = words;
  element.classList.toggle("bad", bad);
}
