// What a script may add to a page that is whole without it: suggestions while typing, printing, copying a link.
"use strict";

// A list under a field, by the ARIA pattern of a combobox: arrows move, Enter takes, Escape closes.
function combobox(input) {
  const list = document.getElementById(input.dataset.list);
  let timer = 0;
  let asked = 0;
  let at = -1;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  list.setAttribute("role", "listbox");

  function close() {
    list.replaceChildren();
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function take(option) {
    input.value = option.dataset.value;
    close();
  }
  function mark(next) {
    const options = list.children;
    if (!options.length) return;
    options[at]?.setAttribute("aria-selected", "false");
    at = (next + options.length) % options.length;
    options[at].setAttribute("aria-selected", "true");
    options[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[at].id);
  }
  function show(found) {
    close();
    list.append(...found.map((name, number) => {
      const option = document.createElement("li");
      option.id = list.id + "-" + number;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.value = option.textContent = name;
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); take(option); });
      return option;
    }));
    input.setAttribute("aria-expanded", String(found.length > 0));
  }
  input.addEventListener("input", () => {
    clearTimeout(timer);
    const mine = ++asked;
    if (input.value.trim().length < 2) return close();
    timer = setTimeout(async () => {
      const query = new URLSearchParams({ kind: input.dataset.suggest, q: input.value, lang: document.documentElement.lang });
      const answer = await fetch("/suggest.json?" + query).catch(() => null);
      if (!answer?.ok || mine !== asked || document.activeElement !== input) return;
      show((await answer.json()).suggestions);
    }, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { mark(at + 1); event.preventDefault(); }
    else if (event.key === "ArrowUp") { mark(at < 0 ? -1 : at - 1); event.preventDefault(); }
    else if (event.key === "Enter" && at >= 0) { take(list.children[at]); event.preventDefault(); }
    else if (event.key === "Escape" && list.children.length) { close(); event.preventDefault(); }
  });
  input.addEventListener("blur", close);
}
for (const input of document.querySelectorAll("input[data-suggest]")) combobox(input);

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
    button.textContent = button.dataset.done;
  });
}
