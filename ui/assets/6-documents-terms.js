/* Terms explain themselves where they stand: found in the text, never changing a letter of it. */
(() => {
  const tl = window.tiaoli;
  const { $ } = tl;
  const WAIT = 250; // milliseconds the pointer rests on a term before it is explained
  let byFirst = null; // the terms by their first character, the longest first

  /* The terms as the server gave them: [looked for, written, English, clauses, first document]. */
  const load = () => {
    if (byFirst) return byFirst;
    const given = $('dc-known')?.querySelector('div[hidden]')?.textContent;
    if (!given) return null;
    byFirst = new Map();
    for (const [plain, word, english, count, first] of JSON.parse(given)) {
      const letters = [...plain];
      if (!byFirst.has(letters[0])) byFirst.set(letters[0], []);
      byFirst.get(letters[0]).push({ letters, plain, word, english, count, first });
    }
    for (const some of byFirst.values()) some.sort((a, b) => b.letters.length - a.letters.length);
    return byFirst;
  };
  tl.term = (plain) => load()?.get([...plain][0])?.find((term) => term.plain === plain);

  /* One letter as it is looked for: half width, lower case, one 着; as index/script.py does. */
  const folded = (letter) => {
    const code = letter.codePointAt(0);
    if (code > 0xff00 && code < 0xff5f) return String.fromCodePoint(code - 0xfee0).toLowerCase();
    return letter === '著' ? '着' : letter.toLowerCase();
  };

  /* The terms in a clause: line, places in letters, term; of those that overlap the first and longest. */
  const found = new WeakMap();
  tl.termsIn = (section) => {
    if (found.has(section)) return found.get(section);
    const terms = load();
    if (!terms) return [];
    const places = [];
    for (const line of section.querySelectorAll('.ln')) {
      const letters = [...(line.dataset.hans ?? line.textContent)].map(folded);
      for (let at = 0; at < letters.length; at += 1) {
        const term = terms.get(letters[at])?.find((one) => one.letters.every((letter, n) => letters[at + n] === letter));
        if (!term) continue;
        places.push({ line, start: at, end: at + term.letters.length, term });
        at += term.letters.length - 1;
      }
    }
    found.set(section, places);
    return places;
  };

  /* The place of a letter in a line that marks may divide: its text node, and where in it. */
  const point = (line, place, last) => {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let left = place;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const letters = [...node.data];
      if (left < letters.length || (last && left === letters.length)) return [node, letters.slice(0, left).join('').length];
      left -= letters.length;
    }
    return null;
  };
  const range = ({ line, start, end }) => {
    const [from, to] = [point(line, start, false), point(line, end, true)];
    if (!from || !to) return null;
    const made = document.createRange();
    made.setStart(...from);
    made.setEnd(...to);
    return made;
  };

  /* Terms of the clauses on the screen are underlined without touching the text. */
  const near = new Set();
  let painting = 0;
  const paint = () => {
    painting = 0;
    if (!window.Highlight || !CSS.highlights) return;
    const ranges = [...near].filter((s) => s.isConnected && !s.matches('.lit')).flatMap((s) => tl.termsIn(s).map(range)).filter(Boolean);
    CSS.highlights.set('tl-term', new Highlight(...ranges));
  };
  const repaint = () => { painting ||= requestAnimationFrame(paint); };

  /* In the clause at hand the first of each term can be reached with Tab: a span round the same letters. */
  const unwrap = () => document.querySelectorAll('#rd-scroll .tl-term').forEach((span) => {
    const parent = span.parentNode;
    span.replaceWith(...span.childNodes);
    parent.normalize();
  });
  const wrap = () => {
    unwrap();
    const section = document.querySelector('#rd-scroll .cl.lit');
    const said = new Set();
    const first = section ? tl.termsIn(section).filter(({ term }) => !said.has(term) && said.add(term)) : [];
    for (const place of first.reverse()) {
      const made = range(place);
      if (!made || made.startContainer !== made.endContainer) continue;
      const span = document.createElement('span');
      span.className = 'tl-term';
      span.tabIndex = 0;
      span.setAttribute('role', 'link');
      span.setAttribute('aria-describedby', 'dc-tip');
      span.dataset.plain = place.term.plain;
      made.surroundContents(span);
    }
    repaint();
  };
  let wrapping = 0;
  const rewrap = () => { clearTimeout(wrapping); wrapping = setTimeout(wrap, 0); };
  document.addEventListener('tiaoli-lit', () => { if ($('dc-left')) { unwrap(); rewrap(); } });
  document.addEventListener('click', (event) => { if ($('dc-left') && event.target.closest('#rd-script')) rewrap(); });

  /* The term under a point of the screen, with its box. */
  const under = (x, y) => {
    const caret = document.caretPositionFromPoint?.(x, y);
    const old = caret ? null : document.caretRangeFromPoint?.(x, y);
    const node = caret ? caret.offsetNode : old?.startContainer;
    const section = node?.parentElement?.closest('#rd-scroll .cl');
    if (!section) return null;
    const line = node.parentElement.closest('.ln');
    for (const place of tl.termsIn(section)) {
      if (place.line !== line) continue;
      const box = [...(range(place)?.getClientRects() ?? [])].find((r) => x >= r.left && x <= r.right && y >= r.top && y <= r.bottom);
      if (box) return { term: place.term, box };
    }
    return null;
  };

  let resting = 0;
  document.addEventListener('mousemove', (event) => {
    if (!$('dc-left') || event.buttons) return;
    clearTimeout(resting);
    if (event.target.closest?.('#dc-tip')) { tl.tip.stay(); return; }
    const { clientX, clientY } = event;
    const over = event.target.closest?.('#rd-scroll .cl');
    if (!over) { tl.tip.leave(); return; }
    resting = setTimeout(() => {
      const at = under(clientX, clientY);
      if (at) tl.tip.show(at.term, at.box); else tl.tip.leave();
    }, WAIT);
  });
  document.addEventListener('click', (event) => {
    if (!$('dc-left') || event.target.closest('#dc-tip')) return;
    const at = event.target.closest('#rd-scroll .cl') && getSelection().isCollapsed && under(event.clientX, event.clientY);
    if (at) tl.tip.show(at.term, at.box); else tl.tip.hide();
  });

  const start = () => {
    const sections = document.querySelectorAll('#rd-scroll .cl');
    if (!$('dc-left') || !sections.length || !load()) return false;
    const watcher = new IntersectionObserver((changes) => {
      for (const { target, isIntersecting } of changes) { if (isIntersecting) near.add(target); else near.delete(target); }
      repaint();
    }, { root: $('rd-scroll'), rootMargin: '200px' });
    sections.forEach((section) => watcher.observe(section));
    rewrap();
    return true;
  };
  const wait = () => {
    if (start()) return;
    const observer = new MutationObserver(() => { if (start()) observer.disconnect(); });
    observer.observe(document.body, { subtree: true, childList: true });
  };
  if (document.body) wait(); else addEventListener('DOMContentLoaded', wait);
})();
