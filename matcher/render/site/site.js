"use strict";
for (const form of document.querySelectorAll("form[data-filter]")) {
  const rows = Array.from(document.querySelectorAll("#" + form.dataset.filter + " tbody tr"));
  const count = form.querySelector(".count");
  const nothing = document.querySelector(".nothing");
  const update = () => {
    const asked = new FormData(form);
    const words = asked.get("text").toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      let fits = words.every((word) => text.includes(word));
      for (const [name, value] of asked) {
        if (name !== "text" && value) fits = fits && row.dataset[name].split(" ").includes(value);
      }
      row.hidden = !fits;
      shown += fits;
    }
    count.textContent = count.dataset.pattern.replace("{n}", shown).replace("{m}", rows.length);
    nothing.hidden = shown > 0;
  };
  form.hidden = false;
  form.addEventListener("input", update);
  form.addEventListener("reset", () => setTimeout(update));
  form.addEventListener("submit", (event) => event.preventDefault());
  update();
}
