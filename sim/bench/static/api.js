// The control API of the hall.

async function ask(path, options) {
  const answer = await fetch(`/api/${path}`, options);
  const body = await answer.json();
  if (!answer.ok) {
    throw new Error(typeof body.detail === "string" ? body.detail : JSON.stringify(body.detail));
  }
  return body;
}

export const choices = () => ask("choices");
export const scenarios = () => ask("scenarios");
export const state = () => ask("state");
export const reset = () => ask("reset", { method: "POST" });
export const act = (action) => ask("actions", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(action),
});
