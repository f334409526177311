"use strict";
// Search, sort, filter, appearance. The page reads and opens its evidence without any of this.
(() => {
  const table = document.getElementById("table");
  const body = table.tBodies[0];
  const rows = [...body.rows].filter((row) => row.dataset.find !== undefined);
  const field = document.getElementById("q");
  const theme = document.getElementById("theme");
  const reset = document.getElementById("reset");
  const shown = document.getElementById("shown");
  const nothing = document.getElementById("nothing");
  const filters = document.querySelector(".filters");
  const boxes = [...document.querySelectorAll(".facets input")];
  const heads = [...table.tHead.rows[0].cells];
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ");
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const state = { sort: null, down: false };

  // What a search looks into below the row: answers, names, and whatever is quoted.
  const QUOTED = ".answer, .name, .statement, .wording, q, blockquote, .evidence dd";

  const entries = rows.map((row) => {
    const section = document.getElementById((row.querySelector(".title").hash || "#-").slice(1));
    const visible = [row.cells[0].textContent, row.dataset.find];
    for (const cell of row.querySelectorAll(".open")) visible.push(cell.textContent);
    const keys = { paper: row.querySelector(".title").textContent };
    for (const cell of row.cells) if (cell.dataset.order) keys[cell.className.slice(2)] = cell.dataset.order;
    return { row, section, keys, text: fold(visible.join(" | ")), passages: null };
  });

  // Read when the first search asks for it: a large page has many.
  function passages(entry) {
    entry.passages ??= [...(entry.section ?? entry.row).querySelectorAll(QUOTED)]
      .map((element) => ({ element, text: fold(element.textContent) }));
    return entry.passages;
  }

  // Words, and phrases in quotation marks of any kind; one that is still being typed counts as well.
  // A bar parts alternatives, of which one must be found whole.
  function alternatives() {
    const plain = fold(field.value.replace(/[\u201c\u201d\u201e\u00ab\u00bb\u300c-\u300f]/g, '"'));
    const sought = plain.split(/[|\uff5c]/)
      .map((part) => [...part.matchAll(/"([^"]*)(?:"|$)|[^\s"]+/g)]
        .map((match) => (match[1] ?? match[0]).trim()).filter(Boolean))
      .filter((terms) => terms.length);
    return sought.length ? sought : [[]];
  }

  // Where a term stands that the row itself does not show; null: it stands nowhere.
  function find(entry, wanted) {
    let passage;
    for (const term of wanted) {
      if (entry.text.includes(term)) continue;
      const place = passages(entry).find(({ text }) => text.includes(term));
      if (!place) return null;
      passage ??= { element: place.element, at: place.text.indexOf(term), length: term.length };
    }
    return { passage };
  }

  // A line below the title: the words around what was found, a click away from where they stand.
  function hint(entry, passage) {
    entry.row.querySelector(".found")?.remove();
    if (!passage) return;
    const whole = passage.element.textContent.normalize("NFKC").replace(/\s+/g, " ");
    const start = Math.max(0, passage.at - 40);
    const stop = passage.at + passage.length + 60;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "found";
    button.lang = passage.element.closest("[lang]").lang;
    button.textContent = (start ? "… " : "") + whole.slice(start, stop).trim() + (stop < whole.length ? " …" : "");
    button.addEventListener("click", () => reveal(passage.element));
    entry.row.cells[0].append(button);
  }

  function reveal(element) {
    const card = element.closest("[popover]");
    if (card) { card.showPopover(); return; }
    for (let box = element.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    document.querySelector(".marked")?.classList.remove("marked");
    element.classList.add("marked");
    element.scrollIntoView({ block: "center" });
  }

  function chosen() {
    const wanted = new Map();
    for (const box of boxes) {
      if (!box.checked) continue;
      const name = box.closest("[data-facet]").dataset.facet;
      wanted.set(name, [...(wanted.get(name) ?? []), box.value]);
    }
    return wanted;
  }

  function show() {
    const sought = alternatives();
    const wanted = [...chosen()];
    let count = 0;
    for (const entry of entries) {
      const { row, section } = entry;
      const chosenFor = wanted.every(([name, words]) => {
        const own = row.getAttribute(`data-${name}`).split("|");
        return words.some((word) => own.includes(word));
      });
      const places = chosenFor ? sought.map((terms) => find(entry, terms)) : [];
      const place = places.find((one) => one && !one.passage) ?? places.find(Boolean) ?? null;
      row.hidden = !place;
      if (section) section.hidden = !place;
      hint(entry, place?.passage);
      count += place !== null;
    }
    const says = shown.dataset.says.replace("{n}", count).replace("{all}", rows.length);
    if (shown.textContent !== says) shown.textContent = says;
    nothing.hidden = count > 0 || rows.length === 0;
    reset.hidden = !sought[0].length && !wanted.length && !state.sort;
  }

  function sort() {
    const { sort: key, down } = state;
    const sign = down ? -1 : 1;
    const sorted = key === null ? entries : [...entries].sort((a, b) => {
      const [one, two] = [a.keys[key] ?? "~", b.keys[key] ?? "~"];
      if ((one === "~") !== (two === "~")) return one === "~" ? 1 : -1; // unknown comes last, always
      return sign * order.compare(one, two);
    });
    body.append(...sorted.map((entry) => entry.row));
    for (const head of heads) {
      const way = down ? "descending" : "ascending";
      head.setAttribute("aria-sort", head.dataset.sort === key ? way : "none");
    }
  }

  // The address of the page holds what is shown, so that it can be passed on.
  function write() {
    const query = new URLSearchParams();
    if (field.value.trim()) query.set("q", field.value.trim());
    for (const [name, words] of chosen()) for (const word of words) query.append(name, word);
    if (state.sort) query.set("sort", (state.down ? "-" : "") + state.sort);
    const text = query.toString();
    try {
      history.replaceState(null, "", location.pathname + (text && `?${text}`) + location.hash);
    } catch { /* some browsers forbid it for a file; the view still works */ }
    for (const other of document.querySelectorAll(".other")) {
      other.href = other.getAttribute("href").split(/[?#]/)[0] + (text && `?${text}`) + location.hash;
    }
  }

  function read() {
    const query = new URLSearchParams(location.search);
    field.value = query.get("q") ?? "";
    for (const box of boxes) {
      box.checked = query.getAll(box.closest("[data-facet]").dataset.facet).includes(box.value);
    }
    const key = query.get("sort") ?? "";
    state.down = key.startsWith("-");
    const name = key.replace(/^-/, "");
    state.sort = heads.some((head) => head.dataset.sort === name) ? name : null;
    for (const box of boxes) {
      if (!box.checked) continue;
      for (let fold = box.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    }
  }

  function update() { sort(); show(); write(); }

  function clear() {
    field.value = "";
    for (const box of boxes) box.checked = false;
    state.sort = null;
    update();
  }

  // An address of a paper that a filter hides shows all papers; one inside closed details opens them.
  function arrive() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) clear();
    if (target.tagName === "DETAILS") target.open = true;
    for (const open of document.querySelectorAll("[popover]:popover-open")) open.hidePopover();
    target.scrollIntoView();
  }

  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent.trim();
    button.addEventListener("click", () => {
      const same = state.sort === head.dataset.sort;
      if (same && state.down) state.sort = null;
      else if (!same) state.sort = head.dataset.sort;
      state.down = same && !state.down;
      update();
    });
    head.replaceChildren(button);
  }

  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { show(); write(); }, 120);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { // the one paper that is left is what was looked for
      show();
      write();
      const left = entries.filter((entry) => !entry.row.hidden);
      if (left.length === 1) left[0].row.querySelector(".title").click();
      return;
    }
    if (event.key !== "Escape" || !field.value) return;
    event.preventDefault();
    field.value = "";
    show();
    write();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, [popover]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    field.focus();
  });
  for (const box of boxes) box.addEventListener("change", () => { show(); write(); });
  reset.addEventListener("click", () => { clear(); field.focus(); });
  window.addEventListener("hashchange", () => { arrive(); write(); });

  function paint(name) {
    if (name) document.documentElement.dataset.theme = name;
    else delete document.documentElement.dataset.theme;
  }
  const memory = {
    get() { try { return localStorage.getItem("theme") ?? ""; } catch { return ""; } },
    set(name) { try { localStorage.setItem("theme", name); } catch { /* for this visit only */ } },
  };
  theme.value = memory.get();
  paint(theme.value);
  theme.addEventListener("change", () => { paint(theme.value); memory.set(theme.value); });

  for (const each of document.querySelectorAll(".scripted")) each.hidden = false;
  document.documentElement.dataset.scripted = "";
  if (matchMedia("(max-width: 60rem)").matches) filters.open = false;
  read();
  update();
  if (location.hash) arrive();
})();
