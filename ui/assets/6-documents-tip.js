/* The small box that explains a term: where it appears first, in how many clauses, and its entry. */
(() => {
  const tl = window.tiaoli;
  const { $ } = tl;
  const LEAVE = 300; // milliseconds in which the pointer may come from the term to the box
  let leaving = 0;

  const line = (tag, text, lang) => {
    const node = document.createElement(tag);
    node.textContent = text;
    if (lang) node.lang = lang;
    return node;
  };
  const box = () => {
    if ($('dc-tip')) return $('dc-tip');
    const tip = document.createElement('div');
    tip.id = 'dc-tip';
    tip.setAttribute('role', 'tooltip');
    tip.hidden = true;
    document.querySelector('.gradio-container').append(tip);
    return tip;
  };

  const stay = () => clearTimeout(leaving);
  const hide = () => { stay(); if ($('dc-tip')) $('dc-tip').hidden = true; };
  const leave = () => {
    if ($('dc-tip')?.hidden !== false) return;
    stay();
    leaving = setTimeout(hide, LEAVE);
  };
  const show = (term, at) => {
    stay();
    const tip = box();
    const entry = line('a', tl.say('js.docentry'));
    entry.href = `?term=${encodeURIComponent(term.word)}`;
    entry.dataset.go = '';
    const told = [line('b', term.word, 'zh-Hans')];
    if (term.english) told.push(line('span', term.english, 'en'));
    told.push(line('p', tl.say('js.docfirst', { what: term.first })), line('p', tl.say('js.docused', { n: term.count })), entry);
    tip.replaceChildren(...told);
    tip.hidden = false;
    const { width, height } = tip.getBoundingClientRect();
    const below = at.bottom + 6 + height < innerHeight;
    tip.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
    tip.style.top = `${Math.max(8, below ? at.bottom + 6 : at.top - height - 6)}px`;
  };
  tl.tip = { show, hide, leave, stay };

  const focused = (event) => event.target.closest?.('#rd-scroll .tl-term, #dc-side [data-term]');
  document.addEventListener('focusin', (event) => {
    const node = focused(event);
    const term = node && tl.term(node.dataset.plain ?? node.dataset.term);
    if (term) show(term, node.getBoundingClientRect());
    else if (!event.target.closest?.('#dc-tip')) leave();
  });
  document.addEventListener('focusout', (event) => { if (focused(event)) leave(); });
  document.addEventListener('mouseover', (event) => {
    const chip = event.target.closest?.('#dc-side [data-term]');
    const term = chip && tl.term(chip.dataset.term);
    if (term) show(term, chip.getBoundingClientRect());
  });
  document.addEventListener('mouseout', (event) => { if (event.target.closest?.('#dc-side [data-term]')) leave(); });
  document.addEventListener('scroll', (event) => { if (!event.target.closest?.('#dc-tip')) hide(); }, true);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hide();
    const term = event.key === 'Enter' && event.target.matches?.('#rd-scroll .tl-term') && tl.term(event.target.dataset.plain);
    if (term) tl.goDocuments({ q: null, topic: null, term: term.word });
  });
  document.addEventListener('click', (event) => { if (event.target.closest('#dc-tip a')) hide(); });
})();
