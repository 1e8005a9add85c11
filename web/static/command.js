// Forms that ask for something: one id for one form, one press for one sending, nothing lost.
const AGAIN_AFTER = 10000; // milliseconds; a download answers without leaving the page
const WITH_FILES_AFTER = 300000; // files on their way must not be begun anew by another press
const holding = (form) => [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);

const mark = (form, on) => {
  for (const button of form.elements)
    if (button.type === "submit") on ? button.setAttribute("aria-disabled", "true") : button.removeAttribute("aria-disabled");
};
const release = (form) => { delete form.dataset.sending; mark(form, false); };

// The server gives a form its id when it is first made. The page's entry in the history keeps it: gone
// back to, or loaded anew, it is still the same form, however the browser brings it back.
const remember = () => {
  const held = history.state?.forms ?? {};
  const seen = {};
  for (const field of document.querySelectorAll("form [data-command-id]")) {
    const { pathname, search } = new URL(field.form.action, location.href);
    const place = pathname + search;
    seen[place] = (seen[place] ?? -1) + 1;
    const name = `${place} ${seen[place]}`;
    field.value = held[name] ??= field.value;
  }
  history.replaceState({ ...history.state, forms: held }, "");
};
remember();

document.addEventListener("input", ({ target: { form } }) => {
  if (form && form.hasAttribute("data-guard")) form.dataset.typed = "1";
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
  form.dataset.sending = "1";
  delete form.dataset.typed;
  mark(form, true);
  setTimeout(() => event.defaultPrevented && !form.hasAttribute("hx-post") && release(form));
  setTimeout(release, holding(form) ? WITH_FILES_AFTER : AGAIN_AFTER, form);
}, true);

addEventListener("pageshow", ({ persisted }) => persisted && document.querySelectorAll("form[data-sending]").forEach(release));
document.addEventListener("htmx:afterRequest", ({ target }) => target.closest("form[data-sending]") && release(target.closest("form")));

addEventListener("beforeunload", (event) => {
  if (!document.querySelector("form[data-typed]:not([data-sending])")) return;
  event.preventDefault();
  event.returnValue = "";
});
