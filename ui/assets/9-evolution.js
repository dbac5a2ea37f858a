/* The page on how a reform changed: its address, its links, its print. */
(() => {
  const tl = window.tiaoli;
  const { $ } = tl;
  const here = () => Boolean($('ev-result'));
  let count = 0;
  let pressed = null; // the link that opened the reader, for the way back
  let moved = false; // whether the reader asked for what comes next

  /* What the address asks for, without the clause that stands open beside. */
  const wanted = (search) => {
    const query = new URLSearchParams(search);
    query.delete('c');
    return query.toString();
  };
  let shown = wanted(location.search);

  /* Hand the address to the server in a field that is not seen; the number makes it a change. */
  const ask = (query) => {
    const area = document.querySelector('#ev-address textarea, #ev-address input');
    if (!area) return;
    shown = query;
    document.querySelector('#ev-result .ev')?.setAttribute('aria-busy', 'true');
    area.value = `${++count} ${query}`;
    area.dispatchEvent(new Event('input', { bubbles: true }));
  };

  const go = (query) => {
    moved = true;
    history.pushState({}, '', `${location.pathname}${query ? `?${query}` : ''}`);
    ask(query);
  };

  tl.evolve = ([topic, documents, levels, first, last]) => {
    const old = new URLSearchParams(location.search);
    const query = new URLSearchParams();
    if (topic?.trim()) query.append('topic', topic.trim());
    for (const one of documents ?? []) query.append('d', one);
    if (old.get('view')) query.append('view', old.get('view'));
    for (const one of levels ?? []) query.append('level', one);
    if (first) query.append('from', first);
    if (last) query.append('to', last);
    go(query.toString());
  };

  const formed = (form) => new URLSearchParams(new FormData(form)).toString();

  document.addEventListener('click', (event) => {
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
    if (event.target.closest?.('#ev-print')) { print(); return; }
    const link = plain && event.target.closest?.('#ev-result a[href^="?"], #ev-result a[href^="#c-"]');
    if (link) {
      event.preventDefault();
      const href = link.getAttribute('href');
      if (href.startsWith('?')) { go(href.slice(1)); return; }
      pressed = link;
      const [id, span] = href.slice(1).split('@');
      tl.show(id, span, true);
      return;
    }
    if (here() && event.target.closest?.('#rd-close')) pressed?.focus();
  });
  document.addEventListener('keydown', (event) => {
    if (here() && event.key === 'Escape' && !$('readercol')?.classList.contains('open')) pressed?.focus?.();
  });
  document.addEventListener('submit', (event) => {
    if (!event.target.matches('#ev-result .ev-pick')) return;
    event.preventDefault();
    go(formed(event.target));
  });
  addEventListener('popstate', () => {
    const query = wanted(location.search);
    if (here() && query !== shown) ask(query);
  });

  /* When something else is shown: say its sum, and lead the keyboard to it. */
  let turn = '0';
  const changed = () => {
    const now = document.querySelector('#ev-result .ev');
    if (!now || now.dataset.turn === turn) return;
    turn = now.dataset.turn;
    now.removeAttribute('aria-busy');
    const told = now.querySelector('.ev-trouble, .ev-summary');
    if (moved && $('ev-status')) $('ev-status').textContent = told?.textContent ?? '';
    if (moved) { $('evcol').scrollTop = 0; now.querySelector('.ev-title')?.focus({ preventScroll: true }); }
    moved = false;
  };
  const watch = () => new MutationObserver(() => { if (here()) changed(); })
    .observe(document.body, { subtree: true, childList: true });
  if (document.body) watch(); else addEventListener('DOMContentLoaded', watch);
})();
