/* The panel of the working paper: its list, notes and order, and the export. */
(() => {
  const tl = window.tiaoli;
  const { $ } = tl;
  const make = (tag, named, text) => {
    const node = document.createElement(tag);
    node.className = named;
    if (text) node.textContent = text;
    return node;
  };
  const button = (act, text, label) => {
    const node = make('button', `pp-${act}`, text);
    node.type = 'button';
    node.dataset.act = act;
    if (label) { node.title = label; node.setAttribute('aria-label', label); }
    return node;
  };
  const isOpen = () => Boolean($('paper')?.classList.contains('open'));

  /* What an entry quotes, or in words why it cannot be quoted any more. */
  const words = (entry, section) => {
    if (!section) return make('p', 'pp-bad', tl.say('js.paperlost', { id: entry.clause.slice(0, 80) }));
    if (section.dataset.edition !== entry.edition) return make('p', 'pp-bad', tl.say('js.paperold'));
    const quote = make('blockquote', 'pp-quote', tl.quoted(section, entry.spans));
    // Stored script, whatever script the reader shows.
    quote.lang = section.closest('article').hasAttribute('data-hant') ? 'zh-Hant' : 'zh-Hans';
    return quote;
  };

  const drawn = (entry, index, all) => {
    const section = tl.paper.section(entry.clause);
    const item = make('li', 'pp-entry');
    const n = index + 1;
    if (section) {
      const label = button('show', section.dataset.label);
      label.lang = 'zh-Hans';
      item.append(label);
    }
    item.append(words(entry, section));
    if (section) {
      const foot = make('p', 'pp-ref', tl.say('js.paperfoot', { text: section.dataset.foot }));
      foot.lang = 'zh-Hans';
      item.append(foot);
    }
    const note = make('textarea', 'pp-note');
    note.rows = 2;
    note.maxLength = Number($('tl-paper').dataset.longest);
    note.placeholder = tl.say('js.papernote');
    note.setAttribute('aria-label', tl.say('js.papernoted', { n }));
    note.value = entry.note;
    const acts = make('div', 'pp-moves');
    const up = button('up', '↑', tl.say('js.paperup', { n }));
    const down = button('down', '↓', tl.say('js.paperdown', { n }));
    up.disabled = index === 0;
    down.disabled = n === all.length;
    acts.append(up, down, button('remove', tl.say('js.paperremove')));
    item.append(note, acts);
    return item;
  };

  const draw = () => {
    if (!$('pp-list')) return;
    const { entries, title, removed } = tl.paper;
    $('pp-list').replaceChildren(...(isOpen() ? entries.map(drawn) : []));
    if ($('pp-title').value !== title) $('pp-title').value = title;
    $('pp-empty').hidden = entries.length > 0;
    document.querySelectorAll('#tl-paper [data-paper], #pp-clear').forEach((b) => { b.disabled = !entries.length; });
    $('pp-undone').hidden = !removed;
    $('pp-undone').firstElementChild.textContent = removed ? tl.say('js.paperremoved', { n: removed }) : '';
  };

  const turn = (on, focus = true) => {
    if (on === isOpen()) return;
    $('paper').classList.toggle('open', on);
    $('tl-paper-open').setAttribute('aria-expanded', String(on));
    draw();
    if (on) $('tl-paper').focus({ preventScroll: true });
    else if (focus) $('tl-paper-open').focus({ preventScroll: true });
  };

  /* After a change the keyboard stays where it was: on the same button of the entry that moved. */
  const onto = (index, act) => {
    const item = $('pp-list').children[Math.min(index, $('pp-list').children.length - 1)];
    const wanted = item?.querySelector(`[data-act="${act}"]`);
    const to = wanted && !wanted.disabled ? wanted : item?.querySelector('.pp-moves button:not(:disabled)');
    (to ?? $('tl-paper')).focus({ preventScroll: true });
    item?.scrollIntoView({ block: 'nearest' });
  };
  const acts = {
    up: (index) => { tl.paper.move(index, index - 1); onto(index - 1, 'up'); },
    down: (index) => { tl.paper.move(index, index + 1); onto(index + 1, 'down'); },
    remove: (index) => { tl.paper.remove(index); onto(index, 'remove'); },
    show: (index) => {
      const { clause, spans } = tl.paper.entries[index];
      tl.show(tl.paper.section(clause).id, spans.map((span) => span.join('-')).join(','), true);
    },
  };

  /* Hand the file that the server made to the browser; `name` comes with it. */
  const named = (header) => decodeURIComponent(header.split("filename*=UTF-8''")[1] ?? 'paper');
  const save = async (answer) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await answer.blob());
    link.download = named(answer.headers.get('content-disposition') ?? '');
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    tl.toast(tl.say('js.papersaved', { name: link.download }));
  };
  const send = async (kind) => {
    const { title, entries } = tl.paper;
    let answer;
    try {
      answer = await fetch(`/${tl.language}/paper.${kind}`, {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ title, entries }),
      });
      if (answer.ok) { await save(answer); return; }
    } catch { tl.toast(tl.say('js.lost'), true); return; }
    if (answer.status === 422) tl.toast(await answer.text(), true);
    else tl.toast(tl.say(answer.status === 413 ? 'js.paperlarge' : 'js.failed'), true);
  };

  document.addEventListener('click', (event) => {
    const near = (selector) => event.target.closest(selector);
    if (near('#tl-paper-open')) turn(!isOpen());
    else if (near('#pp-close')) turn(false);
    else if (near('#pp-clear')) { tl.paper.clear(); $('pp-undo').focus(); }
    else if (near('#pp-undo')) { tl.paper.undo(); $('tl-paper').focus({ preventScroll: true }); }
    else if (near('#tl-paper [data-paper]')) send(near('[data-paper]').dataset.paper);
    else if (near('#tl-paper [data-act]')) {
      const act = near('[data-act]');
      acts[act.dataset.act]([...$('pp-list').children].indexOf(act.closest('li')));
    }
  });
  document.addEventListener('input', (event) => {
    if (event.target.id === 'pp-title') tl.paper.called(event.target.value);
    else if (event.target.matches?.('.pp-note')) {
      tl.paper.noted([...$('pp-list').children].indexOf(event.target.closest('li')), event.target.value);
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !isOpen() || event.isComposing || event.keyCode === 229) return;
    event.stopImmediatePropagation();
    turn(false);
  }, true);
  document.addEventListener('tiaoli-paper', draw);
  /* A clause that is opened is read: the panel makes room for it. */
  document.addEventListener('tiaoli-lit', () => { if (document.querySelector('#rd-scroll .lit')) turn(false, false); });
})();
