// Social-security cards, bank cards, the PIN pad and the acquirer.

import { $, fill, make, options, pressed, says, yuan } from "./dom.js";

const PURCHASES = { approved: ["已扣款", "good"], reversed: ["已冲正", ""], declined: ["已拒绝", "bad"] };

// Two-way switches of bench.js for what is here.
export const CARD_TOGGLES = {
  "socialreader.cable": [({ cards }) => !cards.social?.connected, "unplugged", "拔掉读卡器", "plugged", "插上读卡器"],
  "bankreader.cable": [({ cards }) => !cards.bank?.connected, "unplugged", "拔掉读卡器", "plugged", "插上读卡器"],
  "pad.cable": [({ cards }) => !cards.pad?.connected, "unplugged", "拔掉密码键盘", "plugged", "插上密码键盘"],
};

let known = null;

const named = (key) => known.bank_cards.find((card) => card.key === key);

export function beginCards(choices, people) {
  known = choices;
  options($("social-person"), people.map(({ key, name }) => [key, name]));
  options($("social-fault"), [["", "卡是好的"], ...Object.entries(choices.social_card_faults)]);
  options($("staff-member"), choices.staff.map(({ key, number, role }) => [key, `${number} ${role}`]));
  options($("staff-flaw"), [["", "卡是好的"], ...Object.entries(choices.staff_card_flaws)]);
  $("staff-pin").textContent = choices.staff_card_pin;
  options($("bank-fault"), [["", "卡是好的"], ...Object.entries(choices.bank_card_faults)]);
  options($("pad-fault"), Object.entries(choices.pad_faults));
  options($("acquirer-fault"), Object.entries(choices.acquirer_faults));
  $("acquirer-line").replaceChildren(...Object.entries(choices.acquirer_lines).map(
    ([acquirerLine, textContent]) => make("button", { type: "button", textContent, dataset: { acquirerLine } })));
}

function drawSocial(social, people) {
  $("social-panel").hidden = !social;
  if (!social) return;
  const here = people.find((person) => person.key === social.person);
  says($("social-state"), !social.connected ? "已拔掉"
    : here ? `插着${here.name}的${["", "一", "二", "三"][social.generation]}代卡` : "没有卡", !social.connected);
  $("social-remove").disabled = !here;
}

function drawStaff({ social, bank, staff_card }) {
  $("staff-panel").hidden = !social && !bank;
  const here = known.staff.find((one) => one.key === staff_card);
  says($("staff-state"), here ? `插着 ${here.number} 的卡` : "没有卡");
  $("staff-remove").disabled = !here;
}

function drawBank(bank) {
  $("bank-panel").hidden = !bank;
  if (!bank) return;
  const here = bank.card && named(bank.card);
  const words = here ? `${here.holder}的${here.kind}${bank.place === "mouth" ? "在卡口" : "插着"}` : "没有卡";
  says($("bank-state"), [bank.connected ? words : "已拔掉", ...(bank.kept ? [`吞卡 ${bank.kept} 张`] : [])].join(" · "), !bank.connected);
  $("bank-remove").disabled = !here;
  fill($("bank-cards"), bank.card, () => known.bank_cards.map((card) => {
    const button = make("button", { className: "person", type: "button", title: card.masked, dataset: { bankCard: card.key } },
      make("b", { textContent: `${card.holder} ${card.kind}` }),
      make("small", { textContent: `尾号 ${card.masked.slice(-4)}${card.note ? `，${card.note}` : ""}` }));
    button.setAttribute("aria-pressed", String(card.key === bank.card));
    return make("li", {}, button);
  }));
}

function drawPad(pad, bank) {
  $("pad-panel").hidden = !pad;
  if (!pad) return;
  says($("pad-state"), !pad.connected ? "已拔掉" : pad.tampered ? "被拆开，没有密钥"
    : pad.listening ? "等待输入密码" : "空闲", !pad.connected || pad.tampered);
  $("pad-stars").textContent = "＊".repeat(pad.figures);
  $("pad-pin").disabled = !(pad.listening && bank?.card);
  for (const key of document.querySelectorAll("[data-pad]")) key.disabled = !pad.connected;
}

function drawAcquirer(acquirer) {
  says($("acquirer-state"), known.acquirer_lines[acquirer.line], acquirer.line !== "up");
  pressed($("acquirer-line"), "acquirerLine", acquirer.line);
  fill($("acquirer-faults"), acquirer.faults, () => acquirer.faults.map((fault) => make("li", { textContent: fault })));
  $("purchases-none").hidden = acquirer.purchases.length > 0;
  fill($("purchases"), acquirer.purchases, () => [...acquirer.purchases].reverse().map((one) => {
    const [label, tone] = PURCHASES[one.state];
    const refunded = one.refunded_fen ? `，已退 ${yuan(one.refunded_fen)}` : "";
    return make("li", {},
      make("div", { className: "order-line" }, make("b", { textContent: yuan(one.amount_fen) }),
        make("span", { className: `badge ${tone}`, textContent: label })),
      make("div", { className: "order-number", textContent: `${one.card_masked} · 凭证号 ${String(one.trace).padStart(6, "0")} · 应答 ${one.code}${refunded}` }));
  }));
  fill($("accounts"), acquirer.accounts, () => acquirer.accounts.map((account) => {
    const card = named(account.card);
    return make("li", { className: "order-line" },
      make("span", { textContent: `${card.holder} ${card.kind} ${card.masked.slice(-4)}` }),
      make("span", { textContent: `${yuan(account.left_fen)} · 还可试密码 ${account.tries_left} 次` }));
  }));
}

export function drawCards({ cards }, people) {
  drawSocial(cards.social, people);
  drawStaff(cards);
  drawBank(cards.bank);
  drawPad(cards.pad, cards.bank);
  drawAcquirer(cards.acquirer);
}

// What a button of these panels does; perform sends an action to the hall.
export function pressCards({ dataset }, perform) {
  if (dataset.bankCard) {
    perform({ world: "bank.insert", card: dataset.bankCard, fault: $("bank-fault").value || null });
  }
  if (dataset.pad) perform({ world: "pad.press", keys: dataset.pad });
  if (dataset.acquirerLine) perform({ world: "acquirer.line", line: dataset.acquirerLine });
}

export function wireCards(perform, hall) {
  const on = (id, action) => $(id).addEventListener("click", () => perform(action()));
  on("social-insert", () => ({
    world: "social.insert", person: $("social-person").value,
    generation: Number($("social-generation").value), fault: $("social-fault").value || null,
  }));
  on("social-remove", () => ({ world: "social.remove" }));
  on("staff-insert", () => ({
    world: "staffcard.insert", member: $("staff-member").value, flaw: $("staff-flaw").value || null,
  }));
  on("staff-remove", () => ({ world: "staffcard.remove" }));
  on("bank-remove", () => ({ world: "bank.remove" }));
  on("pad-pin", () => ({ world: "pad.pin", card: hall().cards.bank.card }));
  on("pad-fault-add", () => ({ world: "pad.fault", fault: $("pad-fault").value }));
  on("pad-mend", () => ({ world: "pad.mend" }));
  on("acquirer-fault-add", () => ({
    world: "acquirer.fault", fault: $("acquirer-fault").value, after: Number($("acquirer-after").value),
  }));
  on("acquirer-clear", () => ({ world: "acquirer.clear" }));
}
