/* The form for what is wrong with an answer: opened at a turn, the right clause taken from the reader. */
(() => {
  const tl = window.tiaoli;
  const { $ } = tl;
  const isOpen = () => Boolean($('wrong')?.classList.contains('open'));
  let times = 0;
  let from = ''; // the address of the link that opened it, for the way back
  let drawer = false; // the reader was open before, where it is a drawer

  /* Say which clause is meant; an id that the library does not hold is said too. */
  const label = (id) => {
    const section = id ? tl.paper.section(id) : null;
    $('wr-label').textContent = section ? section.dataset.label : id && tl.say('js.wrongclause', { id: id.slice(0, 80) });
    $('wr-label').classList.toggle('bad', Boolean(id && !section));
    $('wr-none').hidden = !id;
  };
  const take = (id) => { tl.write('wrong-clause', id); label(id); };

  const open = (link) => {
    from = link.getAttribute('href');
    if (!isOpen()) drawer = $('readercol').classList.contains('open');
    const turn = from.slice('#wrong-'.length);
    tl.write('wrong-turn', `${turn} ${++times}`); // which empties the form
    label('');
    $('wr-question').textContent = document.querySelectorAll('#chat .tl-ask')[turn]?.textContent ?? '';
    $('wrong').classList.add('open');
    $('readercol').classList.add('open');
    $('wr-head').focus({ preventScroll: true });
  };
  const close = (focus = true) => {
    if (!isOpen()) return;
    $('wrong').classList.remove('open');
    if (!drawer) $('readercol').classList.remove('open');
    if (focus) document.querySelector(`#chat a[href="${from}"]`)?.focus({ preventScroll: true });
  };
  tl.wrongSent = () => { if (document.querySelector('#wrong .wr-kept')) $('wr-close').focus(); };

  document.addEventListener('click', (event) => {
    const near = (selector) => event.target.closest(selector);
    const link = near('#chat a[href^="#wrong-"]');
    if (link) { event.preventDefault(); open(link); return; }
    if (!isOpen()) return;
    if (near('#wr-close')) close();
    else if (near('#rd-close, #tl-new, #talks [data-act]')) close(false);
    else if (near('#wr-none')) { take(''); document.querySelector('#wrong-clause input, #wrong-clause textarea').focus(); }
    else if (near('#wr-take')) {
      const lit = document.querySelector('#rd-scroll .cl.lit');
      if (lit) take(lit.dataset.clause); else tl.toast(tl.say('js.wrongnone'), true);
    } else {
      const section = near('#rd-scroll .cl');
      if (section && getSelection().isCollapsed) take(section.dataset.clause);
    }
  });
  document.addEventListener('input', (event) => {
    if (event.target.closest?.('#wrong-clause')) label(event.target.value.trim());
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !isOpen() || event.isComposing || event.keyCode === 229) return;
    if ($('rd-toc')?.hidden === false) return; // the contents lie above the form
    event.stopImmediatePropagation();
    close();
  }, true);
})();
