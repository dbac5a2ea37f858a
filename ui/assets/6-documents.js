/* The page of documents: its address, its list, the search, and the clause at hand. */
(() => {
  const tl = window.tiaoli;
  const { $ } = tl;
  const left = () => $('dc-left');
  const inside = '#dc-left, #dc-side, #dc-tip';
  const lit = () => document.querySelector('#rd-scroll .cl.lit');
  const find = (clause) => [...document.querySelectorAll('#rd-scroll .cl')].find((s) => s.dataset.clause === clause);
  const asked = () => {
    const values = new URLSearchParams(location.search);
    return { q: values.get('q') || '', term: values.get('term'), topic: values.get('topic') };
  };

  /* A message to the server goes through a field that is not seen. */
  const send = (id, text) => {
    const field = document.querySelector(`#${id} textarea, #${id} input`);
    if (!field) return;
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  let messages = 0;

  const chosen = () => [...document.querySelectorAll('#dc-filters select')].filter((s) => s.value);
  const fits = (details) => chosen().every((s) => details.dataset[s.dataset.by] === s.value);
  const all = () => [...document.querySelectorAll('#dc-tree .dc-doc')];

  /* Show what the address asks for: the tree, or a list that the server writes. */
  const list = () => {
    const { q, term, topic } = asked();
    const view = q ? 'hits' : term !== null ? 'term' : topic !== null ? 'topic' : 'tree';
    left().dataset.view = view;
    document.querySelectorAll('#dc-views a').forEach((a) => {
      if (a.dataset.view === view) a.setAttribute('aria-current', 'true'); else a.removeAttribute('aria-current');
    });
    const box = $('dc-search');
    if (box.value.trim() !== q.trim()) box.value = q;
    if (view === 'tree') return;
    const docs = chosen().length ? all().filter(fits).map((d) => d.dataset.d) : null;
    messages += 1;
    send('dc-asked', JSON.stringify({ q, docs, n: messages, ...(term !== null && { term }), ...(topic !== null && { topic }) }));
  };

  /* Change the address; `push` makes it a step that Back undoes. */
  tl.goDocuments = (changes, push = true) => {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) url.searchParams.delete(name); else url.searchParams.set(name, value);
    }
    url.hash = '';
    if (url.href === location.href) return;
    history[push ? 'pushState' : 'replaceState'](history.state, '', url);
    list();
  };
  const none = { q: null, term: null, topic: null };

  let turning = false;
  const turn = (name) => {
    const pick = $('rd-doc');
    if (![...pick.options].some((option) => option.value === name)) return false;
    turning = true;
    pick.value = name;
    pick.dispatchEvent(new Event('change', { bubbles: true }));
    turning = false;
    inTree();
    return true;
  };

  /* Where in the tree the reader is. */
  const inTree = () => {
    const clause = lit()?.dataset.clause;
    const name = $('rd-doc').value;
    for (const details of all()) if (details.dataset.d === name) details.open = true;
    document.querySelectorAll('#dc-tree [aria-current]').forEach((a) => a.removeAttribute('aria-current'));
    const here = clause && [...document.querySelectorAll('#dc-tree a[data-c]')].find((a) => a.dataset.c === clause);
    if (!here) return;
    here.setAttribute('aria-current', 'true');
    const tree = $('dc-tree');
    const [own, around] = [here.getBoundingClientRect(), tree.getBoundingClientRect()];
    if (own.top < around.top || own.bottom > around.bottom) tree.scrollTop += own.top - around.top - around.height / 3;
  };

  /* Tell the server which clause is at hand, and the address which document. */
  let told = null;
  const tell = () => {
    const section = lit();
    const params = new URLSearchParams(location.search);
    if (!section && params.get('c')) return; // a clause that is not there: what says so stays
    inTree();
    const name = section?.closest('article').dataset.doc;
    if (name && params.get('d') !== name) tl.goDocuments({ d: name }, false);
    const clause = section?.dataset.clause ?? '';
    if (clause === told) return;
    told = clause;
    messages += 1;
    send('dc-at', `${clause} ${messages}`);
  };
  let waiting = 0;
  document.addEventListener('tiaoli-lit', () => {
    if (!left()) return;
    clearTimeout(waiting);
    waiting = setTimeout(tell, 0);
  });

  const showList = (on) => {
    left().classList.toggle('open', on);
    document.querySelector('#dc-bar [data-act="list"]').setAttribute('aria-expanded', String(on));
  };
  const filtered = () => {
    const shown = all().filter((details) => { details.hidden = !fits(details); return !details.hidden; });
    $('dc-nodocs').hidden = shown.length > 0;
    document.querySelector('#dc-filters [data-act="all"]').hidden = !chosen().length;
    if (left().dataset.view === 'hits') list();
  };
  const acts = {
    list: () => showList(!left().classList.contains('open')),
    find: () => { showList(true); $('dc-search').focus(); },
    side: () => $('dc-side').classList.toggle('open'),
    all: () => { chosen().forEach((s) => { s.value = ''; }); filtered(); },
  };

  const sift = (box) => {
    const typed = box.value.trim().toLowerCase();
    box.closest('#dc-panel').querySelectorAll('.dc-names li').forEach((li) => {
      li.hidden = !li.textContent.toLowerCase().includes(typed);
    });
  };

  document.addEventListener('click', (event) => {
    if (!left() || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const button = event.target.closest('#tl-main button[data-act]');
    if (button) { acts[button.dataset.act]?.(); return; }
    const link = event.target.closest('a');
    if (!link?.closest(inside)) return;
    const section = link.dataset.c && find(link.dataset.c);
    if (section) {
      event.preventDefault();
      showList(false);
      $('dc-side').classList.remove('open');
      tl.show(section.id, link.dataset.lit || '', true);
    } else if (link.dataset.d) {
      event.preventDefault();
      showList(false);
      tl.goDocuments({ d: link.dataset.d, c: null });
      turn(link.dataset.d);
    } else if (link.hasAttribute('data-go') || link.dataset.view) {
      event.preventDefault();
      const to = Object.fromEntries(new URL(link.href).searchParams);
      tl.goDocuments({ ...none, ...to });
      if (!link.dataset.view) showList(true);
      if ($('dc-panel')) $('dc-panel').scrollTop = 0;
    }
  });

  document.addEventListener('input', (event) => {
    if (event.target.matches('.dc-sift')) { sift(event.target); return; }
    if (event.target.id !== 'dc-search' || event.isComposing) return;
    const typed = event.target.value;
    const searching = Boolean(asked().q);
    tl.goDocuments({ ...none, q: typed.trim() ? typed : null }, !searching);
  });
  document.addEventListener('compositionend', (event) => {
    if (event.target.id === 'dc-search') event.target.dispatchEvent(new Event('input', { bubbles: true }));
  });
  document.addEventListener('change', (event) => {
    if (event.target.matches('#dc-filters select')) filtered();
    if (event.target.id !== 'rd-doc' || !left() || turning) return;
    tl.goDocuments({ d: event.target.value, c: null });
    inTree();
  });

  /* The arrows walk through the list, Enter opens, Escape goes back to the search. */
  let wanted = ''; // what was typed when Enter was pressed, until its hits are there
  const links = () => [...document.querySelectorAll('#dc-panel a')].filter((a) => a.offsetParent);
  const openFirst = () => {
    const first = document.querySelector('#dc-hits a');
    if (first && $('dc-hits').dataset.q === wanted) { wanted = ''; first.click(); }
  };
  document.addEventListener('keydown', (event) => {
    if (!left() || event.isComposing || event.keyCode === 229) return;
    const box = $('dc-search');
    const searching = event.target === box;
    const place = searching ? -1 : links().indexOf(event.target.closest?.('#dc-panel a'));
    if (event.key === 'Escape' && (searching || place >= 0)) {
      if (searching) tl.goDocuments(none, false);
      box.focus();
    } else if (event.key === 'Enter' && searching) {
      event.preventDefault();
      wanted = box.value.trim();
      openFirst();
    } else if ((searching || place >= 0) && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const to = place + (event.key === 'ArrowDown' ? 1 : -1);
      (to < 0 ? box : links()[to])?.focus();
    }
  });

  addEventListener('popstate', () => {
    if (!left()) return;
    list();
    const params = new URLSearchParams(location.search);
    if (!params.get('c')) { turn(params.get('d') || $('rd-doc').options[0].value); tell(); }
  });

  const start = () => {
    if (!left() || !$('dc-search') || !$('dc-tree') || !$('rd-doc')?.value || !$('dc-bar')) return false;
    const params = new URLSearchParams(location.search);
    told = params.get('c') || '';
    const { q, term, topic } = asked();
    left().dataset.view = q ? 'hits' : term !== null ? 'term' : topic !== null ? 'topic' : 'tree';
    if (q) $('dc-search').value = q;
    document.querySelector(`#dc-views a[data-view="${left().dataset.view}"]`)?.setAttribute('aria-current', 'true');
    const name = params.get('d');
    if (!params.get('c') && name && !turn(name)) tl.toast(tl.say('js.docbad', { id: name.slice(0, 80) }), true);
    if (left().dataset.view !== 'tree' && !params.get('c')) showList(true);
    $('dc-side').classList.toggle('open', Boolean(params.get('c')) && !find(params.get('c')));
    new MutationObserver(() => { if (wanted) openFirst(); }).observe($('dc-panel'), { subtree: true, childList: true });
    inTree();
    return true;
  };
  const wait = () => {
    if (start()) return;
    const observer = new MutationObserver(() => { if (start()) observer.disconnect(); });
    observer.observe(document.body, { subtree: true, childList: true });
  };
  if (document.body) wait(); else addEventListener('DOMContentLoaded', wait);
})();
