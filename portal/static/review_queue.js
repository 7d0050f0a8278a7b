// The queue: filters apply at once, j and k or the arrow keys walk through the documents, r starts.

// The list of documents is the same, without a review to start.

const form = document.querySelector("[data-filters]");
form.querySelector("[data-apply]").hidden = true;
form.addEventListener("change", () => form.requestSubmit());

const links = [...document.querySelectorAll("[data-queue] .name a")];

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea, dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (step && links.length) {
    const at = links.indexOf(document.activeElement);
    links[at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)].focus();
    event.preventDefault();
  } else if (event.key === "r") {
    document.querySelector('form[action="/review/next"] button:not(:disabled)')?.click();
  }
});
