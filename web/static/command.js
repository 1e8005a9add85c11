// Forms that ask for something: one id for one content, one press for one sending, nothing lost.
const AGAIN_AFTER = 10000; // milliseconds; a download answers without leaving the page

export const newCommandId = () => crypto.randomUUID ? crypto.randomUUID()
  : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
    (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

const ids = (form) => form.querySelectorAll("[data-command-id]");
const mark = (form, on) => {
  for (const button of form.elements)
    if (button.type === "submit") on ? button.setAttribute("aria-disabled", "true") : button.removeAttribute("aria-disabled");
};
const release = (form) => { delete form.dataset.sending; mark(form, false); };

// A page kept by the browser and edited after it was sent asks for something else: another id.
document.addEventListener("input", ({ target }) => {
  const { form } = target;
  if (!form) return;
  if (form.hasAttribute("data-guard")) form.dataset.typed = "1";
  if (!form.dataset.sent) return;
  for (const field of ids(form)) field.value = newCommandId();
  delete form.dataset.sent;
});

// In the capturing phase, so that htmx and the phone's own queue read a form that has its id.
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (form.getAttribute("method") !== "post") return;
  if (form.dataset.sending || form.dataset.busy) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.busy) form.addEventListener("shrunk", () => form.requestSubmit(submitter), { once: true });
    return;
  }
  for (const field of ids(form)) if (!field.value) field.value = newCommandId();
  form.dataset.sending = form.dataset.sent = "1";
  delete form.dataset.typed;
  mark(form, true);
  setTimeout(() => event.defaultPrevented && !form.hasAttribute("hx-post") && release(form));
  setTimeout(release, AGAIN_AFTER, form);
}, true);

addEventListener("pageshow", ({ persisted }) => persisted && document.querySelectorAll("form[data-sending]").forEach(release));
document.addEventListener("htmx:afterRequest", ({ target }) => target.closest("form[data-sending]") && release(target.closest("form")));

addEventListener("beforeunload", (event) => {
  if (!document.querySelector("form[data-typed]:not([data-sending])")) return;
  event.preventDefault();
  event.returnValue = "";
});
