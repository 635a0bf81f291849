// Keeps the page as the files are: listens, fetches the page anew and swaps what differs.
// Everything else works without it.
"use strict";
(() => {
  const list = document.querySelector(".lista");
  const current = list && list.querySelector("nav [aria-current]");
  if (current && current.offsetTop > list.clientHeight) list.scrollTop = current.offsetTop - list.clientHeight / 2;

  const place = document.getElementById("lage");
  if (!place) return;
  const status = document.getElementById("status");
  const LOST = "Förhandsgranskningen svarar inte. Är den avslutad? Starta den igen med generator forhandsgranska.";
  const PATIENCE = 3000;
  let shown = place.dataset.version;
  let wanted = shown;
  let busy = false;
  let source = null;
  let lost = 0;

  const regions = (page) => new Map([...page.querySelectorAll("[data-byt]")].map((one) => [one.id, one]));
  const sent = new Map([...regions(document)].map(([id, one]) => [id, one.innerHTML]));

  const say = (text, className) => {
    if (!status) return;
    if (status.textContent !== text) status.textContent = text;
    status.className = className;
  };

  // Pictures are loaded before they are shown, so that no page flickers.
  const loaded = (node) => Promise.all(
    [...node.querySelectorAll("img")].map((img) => img.decode().catch(() => undefined)),
  );

  const open = (region) => [...region.querySelectorAll("details[open]")].map((one) => one.id);

  const swap = async (old, fresh) => {
    const node = document.importNode(fresh, true);
    const html = fresh.innerHTML;
    if (html === sent.get(old.id)) return;
    await loaded(node);
    const focus = old.contains(document.activeElement) ? document.activeElement.id : null;
    for (const id of open(old)) {
      const details = node.querySelector(`#${CSS.escape(id)}`);
      if (details) details.open = true;
    }
    sent.set(old.id, html);
    old.replaceChildren(...node.childNodes);
    if (focus !== null) {
      const heir = (focus && document.getElementById(focus)) || old.querySelector("a[href], summary, h2[tabindex]");
      if (heir) heir.focus({ preventScroll: true, focusVisible: true });
    }
  };

  const fetched = async () => {
    const answer = await fetch(place.dataset.sida, { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };

  const update = async () => {
    if (busy) return;
    busy = true;
    try {
      while (wanted !== shown) {
        const page = await fetched();
        const fresh = regions(page);
        for (const [id, old] of regions(document)) {
          if (fresh.has(id)) await swap(old, fresh.get(id));
        }
        const said = page.getElementById("status");
        if (said) say(said.textContent, said.className);
        document.title = page.title;
        // what came while this was fetched is newer than this, or the same
        const got = page.getElementById("lage").dataset.version;
        if (wanted === got || shown === got) wanted = got;
        shown = got;
      }
    } catch (error) {
      if (error.message === "404") say("Handlingen finns inte längre. Välj en annan i listan.", "gammal");
      shown = wanted;
    } finally {
      busy = false;
    }
  };

  const lose = () => say(LOST, "gammal");

  const listen = () => {
    if (source || document.hidden) return;
    source = new EventSource(place.dataset.handelser);
    source.onmessage = (event) => {
      clearTimeout(lost);
      lost = 0;
      wanted = event.data;
      update();
    };
    source.onerror = () => {
      if (!lost) lost = setTimeout(lose, PATIENCE);
      if (source.readyState === EventSource.CLOSED) {
        source = null;
        setTimeout(listen, 1000);
      }
    };
  };

  // A browser has few connections to give: a page that nobody sees holds none.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && source) {
      source.close();
      source = null;
    }
    listen();
  });
  listen();
})();
