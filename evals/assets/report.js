"use strict";
/* The list of cases. Everything from a case or a document is put in as text, never as HTML. */
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const page = document.documentElement;
  const id = (name) => document.getElementById(name);
  const ZH = 0, EN = 1;
  let language = ZH;
  const pick = (zh, en) => (language === ZH ? zh : en);
  const named = (table, key) => (Object.hasOwn(table, key) ? table[key][language] : key);
  const cases = new Map(data.cases.map((one) => [one.id, one]));
  const open = new Set();
  const FAILED = new Set(["partly", "wrong", "refused", "wrongly answered", "error"]);

  function make(tag, kind, ...inside) {
    const made = document.createElement(tag);
    if (kind) made.className = kind;
    made.append(...inside.filter((part) => part !== null && part !== ""));
    return made;
  }

  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const figure = (value) => (value === undefined || value === null ? "" : String(Math.round(value * 1000) / 1000));
  const clause = (at) => ({ id: data.clauses[at][0], document: data.clauses[at][1], label: data.clauses[at][2], text: data.clauses[at][3] });
  const outcome = (who, one) => data.outcomes[who][one.id];
  const badge = (verdict) => make("span", "badge b-" + verdict.replaceAll(" ", "-"), named(data.verdicts, verdict));
  const why = (got) => data.texts[got.w[language]];
  const title = (at) => (at >= 0 ? data.documents[at][1] : "?");

  /* What is listed. */
  const hay = new Map();
  function haystack(who, one) {
    const key = who + " " + one.id;
    if (!hay.has(key)) {
      const got = outcome(who, one);
      const words = [one.id, one.type, one.question, one.answer, ...one.points, ...one.history.flat(), ...one.gold.map((g) => g[1])];
      if (got) words.push(data.texts[got.t], ...got.w.map((at) => data.texts[at]), ...(got.r || []).map((at) => clause(at).id));
      hay.set(key, fold(words.join("\n")));
    }
    return hay.get(key);
  }

  function wanted() {
    const words = fold(id("search").value).split(/\s+/).filter(Boolean);
    const who = Number(id("by-answerer").value);
    const [type, verdict, paper, split] = ["type", "verdict", "document", "split"].map((name) => id("by-" + name).value);
    return data.cases.filter((one) => {
      const got = outcome(who, one);
      return got
        && (type === "*" || one.type === type)
        && (split === "*" || one.split === split)
        && (paper === "*" || (paper === "-" ? !one.gold.length : one.gold.some((gold) => String(gold[0]) === paper)))
        && (verdict === "*" || got.v === verdict)
        && (!id("failed").checked || FAILED.has(got.v))
        && words.every((word) => haystack(who, one).includes(word));
    });
  }

  function list() {
    const who = Number(id("by-answerer").value), found = wanted();
    id("list").replaceChildren(...found.map((one) => entry(one, who)));
    id("none").hidden = found.length > 0;
    id("count").textContent = pick(`显示 ${found.length} / ${data.cases.length} 题`, `${found.length} of ${data.cases.length} cases`);
  }

  function entry(one, who) {
    const got = outcome(who, one);
    const row = make("button", "row",
      make("span", "id", one.id), make("span", "type", named(data.types, one.type)), badge(got.v),
      make("bdi", "q", one.question), make("span", "reason", why(got)));
    row.type = "button";
    const item = make("li", "", row);
    item.id = "case-" + one.id;
    const show = (is) => {
      row.setAttribute("aria-expanded", String(is));
      item.querySelector(".case")?.remove();
      if (is) item.append(detail(one, who, got));
    };
    row.addEventListener("click", () => {
      if (open.has(one.id)) open.delete(one.id); else open.add(one.id);
      show(open.has(one.id));
    });
    show(open.has(one.id));
    return item;
  }

  /* One case. */
  function detail(one, who, got) {
    const box = make("div", "case", make("p", "why", why(got)));
    for (const [role, content] of one.history) {
      box.append(make("h4", "", role === "user" ? pick("之前的问题", "Asked before") : pick("之前的回答", "Answered before")), make("p", "soft said", content));
    }
    box.append(make("h4", "", pick("问题", "Question")), make("p", "said", one.question));
    const left = make("div", ""), right = make("div", "");
    answer(left, one, who, got);
    gold(right, one, got);
    box.append(make("div", "columns", left, right));
    points(left, one, got);
    retrieved(right, one, got);
    scores(right, got);
    left.append(make("h4", "", pick("参考答案", "Model answer")), make("p", "soft said", one.answer));
    others(box, one, who);
    return box;
  }

  function answer(box, one, who, got) {
    const name = data.answerers[who][1 + language];
    box.append(make("h4", "", pick("回答", "Reply") + " · " + name));
    const text = data.texts[got.t];
    box.append(text ? marked(text, got) : make("p", "soft", pick("（没有回答的文字）", "(no text)")));
    if (got.cut) box.append(make("p", "soft", pick(`基线的回答共 ${got.cut} 字，只留前 ${text.length} 字；分数按全文计。`, `The first ${text.length} of ${got.cut} characters; scores are of the whole.`)));
    if (got.k) box.append(make("h4", "", pick("逐句引文", "Citations by sentence")), make("ol", "cites", ...got.k.map(sentence)));
    const notes = (got.n || []).map((kind) => named(data.notes, kind));
    if (notes.length) box.append(make("p", "soft", pick("附注：", "Notes: ") + notes.join(pick("；", "; "))));
  }

  function marked(text, got) {
    const loose = new Set(got.d || []);
    const parts = text.split(/(\[\d+\])/).map((part) => {
      if (!/^\[\d+\]$/.test(part)) return part;
      const number = Number(part.slice(1, -1));
      return make("span", loose.has(number) ? "mark loose" : "mark", loose.has(number) ? number + pick(" 悬空", " dangling") : String(number));
    });
    return make("p", "said", ...parts);
  }

  function sentence([text, cites]) {
    const item = make("li", "", make("span", "said", data.texts[text]));
    if (!cites.length) item.append(" ", make("span", "tag no", pick("没有引文", "no citation")));
    for (const [mark, paper, spans] of cites) {
      if (!spans.length) item.append(make("span", "label", (mark ? `[${mark}] ` : "") + title(paper)));
      for (const [at, from, to] of spans) {
        const there = clause(at);
        const quote = there.text.slice(from, to), same = quote === data.texts[text];
        item.append(make("div", "label", (mark ? `[${mark}] ` : "") + there.label + "（" + there.id + "） ",
          same ? make("span", "tag yes", pick("一字不差", "verbatim")) : null));
        if (!same) item.append(make("span", "quote", quote));
      }
    }
    return item;
  }

  function gold(box, one, got) {
    box.append(make("h4", "", pick("应引的原文", "Gold evidence")));
    if (!one.gold.length) {
      box.append(make("p", "soft", pick("没有：文件里没有依据，应当拒答。", "None: nothing supports an answer; refusing is right.")));
      return;
    }
    const seen = new Set();
    for (const at of one.clauses) {
      const spans = one.spans.filter((span) => span[0] === at), cited = (got.c || []).filter((span) => span[0] === at);
      box.append(make("div", "label", clause(at).label + "（" + clause(at).id + "）"));
      if (spans.length) box.append(highlighted(clause(at).text, spans, cited));
      else box.append(make("span", "quote", clause(at).text));
      if (spans.length) seen.add(at);
    }
    if (!seen.size) for (const [paper, quote] of one.gold) box.append(make("div", "label", title(paper)), make("span", "quote", make("mark", "gold", quote)));
  }

  function highlighted(text, golds, cites) {
    const within = (spans, at) => spans.some((span) => span[1] <= at && at < span[2]);
    const edges = [...new Set([0, text.length, ...[...golds, ...cites].flatMap((span) => [span[1], span[2]])])].sort((a, b) => a - b);
    const box = make("span", "quote");
    let open = "", run = "";
    const flush = () => {
      if (!run) return;
      if (open === "extra" && !/[\p{L}\p{N}]/u.test(run)) open = "";
      const tag = { gold: ["yes", pick("已引", "cited")], lost: ["no", pick("漏引", "missed")], extra: ["other", pick("多引", "extra")] }[open];
      box.append(open ? make("mark", open, run) : run);
      if (tag) box.append(make("span", "tag " + tag[0], tag[1]));
      run = "";
    };
    for (let at = 0; at + 1 < edges.length; at++) {
      const due = within(golds, edges[at]), got = within(cites, edges[at]);
      const kind = due ? (got ? "gold" : "lost") : got ? "extra" : "";
      if (kind !== open) { flush(); open = kind; }
      run += text.slice(edges[at], edges[at + 1]);
    }
    flush();
    return box;
  }

  function points(box, one, got) {
    const rows = (texts, hits, yes, no) => make("ul", "plain", ...texts.map((text, at) => {
      const hit = hits ? hits[at] : 0;
      return make("li", "", make("bdi", "", text), " ", hit ? yes() : no());
    }));
    const tag = (kind, zh, en) => () => make("span", "tag " + kind, pick(zh, en));
    if (one.points.length) box.append(make("h4", "", pick("应说的要点", "Points")), rows(one.points, got.p, tag("yes", "说到", "said"), tag("no", "少说", "missed")));
    if (one.mustNot.length) box.append(make("h4", "", pick("不该说的", "Must not say")), rows(one.mustNot, got.f, tag("no", "说了", "said"), tag("yes", "没说", "not said")));
  }

  function retrieved(box, one, got) {
    box.append(make("h4", "", pick("检索到的条款", "Retrieved clauses")));
    if (!got.r) { box.append(make("p", "soft", pick("没有", "none"))); return; }
    box.append(make("ol", "ranked", ...got.r.map((at) => make("li", "", clause(at).label, " ",
      one.clauses.includes(at) ? make("span", "tag yes", pick("应引", "gold")) : null))));
    const lost = one.clauses.filter((at) => !got.r.includes(at));
    for (const at of lost) box.append(make("p", "soft", make("span", "tag no", pick("未检索到", "not retrieved")), " " + clause(at).label));
  }

  function scores(box, got) {
    const rows = data.measures.map(([, zh, en], at) => make("tr", "", make("th", "", pick(zh, en)), make("td", "", figure(got.s[at]))));
    const spent = (got.m || []).map(([stage, ms]) => named(data.stages, stage) + " " + ms + " ms").join(" · ");
    box.append(make("h4", "", pick("分数（空白即没有测）", "Scores (empty: not measured)")), make("table", "", make("tbody", "", ...rows)), make("p", "soft", spent));
  }

  function others(box, one, who) {
    const buttons = data.answerers.map((names, at) => {
      const got = outcome(at, one);
      if (!got || at === who) return null;
      const button = make("button", "", names[1 + language], badge(got.v));
      button.type = "button";
      button.addEventListener("click", () => { const old = item(one.id); old.replaceWith(entry(one, at)); item(one.id).querySelector(".others button")?.focus(); });
      return button;
    });
    if (data.answerers.length > 1) box.append(make("h4", "", pick("同一题，别的回答者", "The same case, others")), make("div", "others", ...buttons));
  }
  const item = (name) => document.getElementById("case-" + name);

  /* What can be chosen. */
  function options(name, entries, all = true) {
    const box = id("by-" + name), kept = box.value;
    box.replaceChildren(...[...(all ? [["*", pick("全部", "all")]] : []), ...entries].map(([value, text]) => new Option(text, value)));
    if ([...box.options].some((one) => one.value === kept)) box.value = kept;
  }

  function choices() {
    options("answerer", data.answerers.map((names, at) => [String(at), names[1 + language]]), false);
    options("type", Object.keys(data.types).map((key) => [key, named(data.types, key)]));
    options("split", Object.keys(data.splits).map((key) => [key, named(data.splits, key)]));
    options("verdict", Object.keys(data.verdicts).map((key) => [key, named(data.verdicts, key)]));
    options("document", [...data.documents.map((row, at) => [String(at), row[1]]), ["-", pick("没有依据的题", "no evidence")]]);
    id("search").placeholder = pick("题号、问题、回答、要点、条款号", "id, question, reply, point, clause");
  }

  function speak(to) {
    language = to;
    page.dataset.language = to === ZH ? "zh" : "en";
    page.lang = to === ZH ? "zh-Hans" : "en";
    id("language").textContent = to === ZH ? "English" : "中文";
    id("language").lang = to === ZH ? "en" : "zh-Hans";
    choices();
    list();
  }

  let waiting = 0;
  id("search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(list, 80); });
  id("filters").addEventListener("change", list);
  id("filters").addEventListener("submit", (event) => event.preventDefault());
  id("filters").addEventListener("reset", () => { open.clear(); setTimeout(list); });
  id("unfold").addEventListener("click", () => {
    const found = wanted(), all = found.every((one) => open.has(one.id));
    for (const one of found) if (all) open.delete(one.id); else open.add(one.id);
    list();
  });
  id("language").addEventListener("click", () => speak(language === ZH ? EN : ZH));
  id("print").addEventListener("click", () => window.print());
  id("baselines")?.addEventListener("change", (event) => page.classList.toggle("no-baselines", !event.target.checked));
  for (const link of document.querySelectorAll("[data-filter]")) {
    link.addEventListener("click", () => {
      id("filters").reset();
      const at = data.documents.findIndex((row) => row[0] === link.dataset.value);
      id("by-" + link.dataset.filter).value = link.dataset.filter === "document" ? String(at) : link.dataset.value;
    });
  }

  speak(ZH);
})();
