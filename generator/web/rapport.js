"use strict";
for (const tools of document.querySelectorAll(".verktyg")) {
  const rows = [...document.getElementById(tools.dataset.galler).children];
  const told = tools.querySelector("[data-antal]");
  const choose = () => {
    const wanted = {};
    for (const field of tools.querySelectorAll("[data-val]")) wanted[field.dataset.val] = field.value.trim().toLocaleLowerCase("sv");
    let shown = 0;
    for (const row of rows) {
      const fits = (!wanted.utfall || row.dataset.utfall.toLocaleLowerCase("sv") === wanted.utfall)
        && (!wanted.vem || row.dataset.vem.toLocaleLowerCase("sv") === wanted.vem)
        && (!wanted.text || row.textContent.toLocaleLowerCase("sv").includes(wanted.text));
      row.hidden = !fits;
      shown += fits;
    }
    told.textContent = `Visar ${shown} av ${rows.length}.`;
  };
  for (const kind of ["input", "change"]) tools.addEventListener(kind, choose);
  tools.hidden = false;
  choose();
}
for (const table of document.querySelectorAll("table[data-sortera]")) {
  const body = table.tBodies[0];
  const order = new Intl.Collator("sv", { numeric: true });
  const value = (row, at) => row.cells[at].dataset.varde ?? row.cells[at].textContent.trim();
  [...table.tHead.rows[0].cells].forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].sort((a, b) => order.compare(value(a, at), value(b, at)) * (down ? -1 : 1));
      body.append(...rows);
    });
  });
}
