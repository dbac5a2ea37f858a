/* The working paper: which clauses were pinned, kept in this browser by id and place, never as text. */
(() => {
  const tl = window.tiaoli;
  const KEY = 'tiaoli.paper';
  const { $ } = tl;

  /* What another version, or another hand, left in the store is taken only where it makes sense. */
  const whole = (n) => Number.isInteger(n) && n >= 0;
  const sound = (entry) => typeof entry?.clause === 'string' && typeof entry.edition === 'string'
    && typeof entry.note === 'string' && Array.isArray(entry.spans)
    && entry.spans.every((s) => Array.isArray(s) && s.length === 2 && s.every(whole) && s[0] < s[1]);
  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      return {
        title: typeof kept?.title === 'string' ? kept.title : '',
        entries: Array.isArray(kept?.entries) ? kept.entries.filter(sound) : [],
      };
    } catch { return { title: '', entries: [] }; }
  };
  let state = read();
  let removed = null; // what the last removal took out, for one step back

  const tell = () => document.dispatchEvent(new Event('tiaoli-paper'));
  const keep = () => {
    try {
      if (state.entries.length || state.title) localStorage.setItem(KEY, JSON.stringify(state));
      else localStorage.removeItem(KEY);
    } catch { tl.toast(tl.say('js.papernostore'), true); }
  };
  const changed = () => { keep(); tell(); };

  let byClause = null;
  const section = (clause) => {
    if (!byClause?.size) byClause = new Map([...document.querySelectorAll('#rd-scroll .cl')].map((s) => [s.dataset.clause, s]));
    return byClause.get(clause);
  };
  const most = () => Number($('tl-paper')?.dataset.most) || 100;

  /* Passages in order; none at all where together they are the whole clause. */
  const inOrder = (spans, length) => {
    const runs = [];
    for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
      const last = runs[runs.length - 1];
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else runs.push([start, end]);
    }
    return runs.length === 1 && runs[0][0] === 0 && runs[0][1] >= length ? [] : runs;
  };

  /* The entry that quotes all of these passages, or -1. */
  const holding = (clause, spans) => state.entries.findIndex((entry) => entry.clause === clause
    && (!entry.spans.length || (spans.length && spans.every(([start, end]) => entry.spans.some((s) => s[0] <= start && end <= s[1])))));

  const remove = (index) => {
    removed = { title: state.title, taken: [[index, state.entries[index]]] };
    state.entries.splice(index, 1);
    changed();
  };
  const toggle = (shown, passages) => {
    const spans = inOrder(passages, [...tl.text(shown)].length);
    const place = holding(shown.dataset.clause, spans);
    if (place >= 0) { remove(place); tl.toast(tl.say('js.papergone')); return; }
    if (state.entries.length >= most()) { tl.toast(tl.say('js.paperfull', { n: most() }), true); return; }
    state.entries.push({ clause: shown.dataset.clause, edition: shown.dataset.edition, spans, note: '' });
    changed();
    tl.toast(tl.say('js.paperadded', { n: state.entries.length }));
  };

  tl.paper = {
    section,
    get title() { return state.title; },
    get entries() { return state.entries; },
    get removed() { return removed?.taken.length ?? 0; },
    called: (title) => { state.title = title; keep(); },
    noted: (index, note) => { state.entries[index].note = note; keep(); },
    move: (index, to) => { state.entries.splice(to, 0, ...state.entries.splice(index, 1)); changed(); },
    remove,
    clear: () => {
      removed = { title: state.title, taken: [...state.entries.entries()] };
      state = { title: '', entries: [] };
      changed();
    },
    undo: () => {
      const same = (a, b) => a.clause === b.clause && String(a.spans) === String(b.spans);
      for (const [index, entry] of removed?.taken ?? []) {
        if (!state.entries.some((other) => same(entry, other))) state.entries.splice(index, 0, entry);
      }
      state.title ||= removed?.title ?? '';
      removed = null;
      changed();
    },
  };

  /* The buttons that put in and take out: at the sources of an answer, and below the reader. */
  const cited = (pin) => [...(pin.closest('li')?.querySelectorAll('a.cite') ?? [])]
    .map((mark) => mark.getAttribute('href').split('@')[1]?.split('-').map(Number)).filter((span) => span?.[1]);
  const source = (pin) => document.getElementById(pin.getAttribute('href').slice('#pin-'.length));
  const press = (button, shown, spans) => {
    const on = Boolean(shown) && holding(shown.dataset.clause, inOrder(spans, [...tl.text(shown)].length)) >= 0;
    if (button.getAttribute('aria-pressed') !== String(on)) button.setAttribute('aria-pressed', String(on));
  };
  const litNow = () => document.querySelector('#rd-scroll .cl.lit');
  const show = () => {
    document.querySelectorAll('#chat a.tl-pin').forEach((pin) => press(pin, source(pin), cited(pin)));
    const shown = litNow();
    if ($('rd-pin')) press($('rd-pin'), shown, shown ? tl.lit(shown) : []);
    const count = $('tl-paper-count');
    if (count) count.textContent = state.entries.length || '';
  };

  document.addEventListener('click', (event) => {
    const pin = event.target.closest('#chat a.tl-pin');
    const shown = pin ? source(pin) : event.target.closest('#rd-pin') && litNow();
    if (pin) event.preventDefault();
    if (shown) toggle(shown, pin ? cited(pin) : tl.lit(shown));
  });
  for (const kind of ['tiaoli-paper', 'tiaoli-lit']) document.addEventListener(kind, show);
  addEventListener('storage', (event) => {
    if (event.key === KEY || event.key === null) { state = read(); tell(); }
  });

  /* Gradio writes messages anew, and its sanitiser leaves no aria-pressed: say it again after each. */
  let waiting = 0;
  const watch = () => {
    new MutationObserver(() => { waiting ||= requestAnimationFrame(() => { waiting = 0; show(); }); })
      .observe(document.body, { subtree: true, childList: true });
    tell();
  };
  if (document.body) watch(); else addEventListener('DOMContentLoaded', watch);
})();
