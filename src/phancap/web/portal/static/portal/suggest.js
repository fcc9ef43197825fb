// Suggestions while typing, accents or none. The page does all it does without this file.
"use strict";
for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.getElementById(input.getAttribute("list"));
  let timer = 0;
  let asked = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = ++asked;
      const query = new URLSearchParams({ kind: input.dataset.suggest, q: input.value });
      const answer = await fetch("/suggest.json?" + query);
      if (!answer.ok || mine !== asked) return;
      const found = (await answer.json()).suggestions;
      // A browser filters its own list by accents: the typed text before each name lets them all through.
      list.replaceChildren(...found.map((name) => Object.assign(document.createElement("option"), { value: name, label: input.value + " → " + name })));
    }, 150);
  });
}
