/* The page: words, messages to the reader, theme, language, keys, and examples. */
(() => {
  const tl = window.tiaoli;
  const $ = (id) => document.getElementById(id);
  tl.$ = $;
  tl.say = (key, places = {}) =>
    (tl.words[key] || key).replace(/\{(\w+)\}/g, (_, name) => places[name] ?? '');

  let timer = 0;
  tl.toast = (text, bad = false) => {
    const box = $('tl-toast');
    if (!box) return;
    box.textContent = text;
    box.classList.toggle('bad', bad);
    box.classList.add('on');
    clearTimeout(timer);
    timer = setTimeout(() => box.classList.remove('on'), bad ? 8000 : 3500);
  };

  /* The conversation has a name on the server: keep it in the address, so that a reload finds it. */
  tl.named = (id) => {
    const url = new URL(location.href);
    if (id) url.searchParams.set('t', id); else url.searchParams.delete('t');
    if (!id) url.searchParams.delete('a');
    url.searchParams.delete('q'); // what another page put into the box was asked, or given up
    if (url.href !== location.href) history.replaceState(history.state, '', url);
  };

  /* Who asks on has left the answer that the address named (`a`). */
  tl.unlinked = () => {
    const url = new URL(location.href);
    url.searchParams.delete('a');
    if (url.href !== location.href) history.replaceState(history.state, '', url);
  };

  /* The page is opened with the name of a conversation, which the server restores. Until it is there
     nothing is asked: the question would be asked outside it, and its answer overwritten. */
  const LONGEST = 10000; // milliseconds; a server that takes longer is asked all the same
  let come;
  const opened = new URLSearchParams(location.search).get('t') ? new Promise((done) => {
    come = done;
    setTimeout(done, LONGEST);
  }) : null;
  tl.restored = () => come?.();
  tl.inOrder = async ([thread, ...rest]) => {
    await opened;
    return [thread || new URLSearchParams(location.search).get('t') || '', ...rest];
  };

  tl.fill = (text, send) => {
    const area = document.querySelector('#box textarea');
    if (!area) return;
    area.value = text;
    area.dispatchEvent(new Event('input', { bubbles: true }));
    area.focus();
    if (send) setTimeout(() => document.querySelector('#box .submit-button')?.click(), 60);
  };

  /* A command to ask a question again goes to the server in a field that is not seen. */
  let commands = 0;
  const again = (command) => {
    const area = document.querySelector('#again textarea, #again input');
    if (!area) return;
    area.value = `${command} ${++commands}`;
    area.dispatchEvent(new Event('input', { bubbles: true }));
  };

  const clicks = {
    'tl-new': () => { tl.named(''); $('new')?.click(); tl.fill('', false); },
    'tl-theme': () => document.body.classList.toggle('dark'),
    'tl-switch': (link) => { location.href = link.getAttribute('href') + location.search; },
  };
  document.addEventListener('click', (event) => {
    const pressed = event.target.closest('#tl-new, #tl-theme, #tl-switch');
    if (pressed) { event.preventDefault(); clicks[pressed.id](pressed); return; }
    const link = event.target.closest('#chat a[href="#ask"], #chat a[href="#edit"], #chat a[href^="#again-"], .tl-skip');
    if (!link) return;
    event.preventDefault();
    if (link.matches('[href^="#again-"]')) { again(link.getAttribute('href').slice(1)); return; }
    const old = link.closest('.tl-restate')?.querySelector('.tl-understood');
    if (link.matches('.tl-skip')) document.querySelector('#box textarea, #tl-main input, #tl-main a, #tl-main button')?.focus();
    else if (old) tl.fill(old.textContent, false);
    else tl.fill(link.textContent, true);
  });

  /* What is chosen as the scope stays visible when its box is shut. */
  const scope = () => {
    const line = document.querySelector('#scopebox .label-wrap span');
    if (!line) return;
    const what = [...document.querySelectorAll('#scopebox input:checked')]
      .map((input) => input.closest('label').textContent.trim()).join(' · ');
    const words = what ? tl.say('js.scope', { what }) : tl.say('js.scope.all');
    if (line.textContent !== words) line.textContent = words;
    document.getElementById('scopebox').classList.toggle('tl-limited', what !== '');
  };
  document.addEventListener('change', (event) => { if (event.target.closest('#scopebox')) scope(); });

  /* Enter that ends a word of an input method does not send the question. */
  const composing = (event) => event.isComposing || event.keyCode === 229;
  for (const kind of ['keydown', 'keypress']) {
    document.addEventListener(kind, (event) => {
      if (event.key === 'Enter' && composing(event)) event.stopImmediatePropagation();
    }, true);
  }

  document.addEventListener('keydown', (event) => {
    if (composing(event)) return;
    const typing = event.target.closest?.('textarea, input, select, [contenteditable]');
    if (event.key === '/' && !typing) {
      event.preventDefault();
      document.querySelector('#box textarea, #dc-search')?.focus();
    }
    if (event.key === ' ' && event.target.matches?.('#chat a[role="button"]')) {
      event.preventDefault();
      event.target.click();
    }
  }, true);

  /* Gradio's own messages are in English and may show internals: say it in our words. */
  const trouble = (text) => {
    if (/queue|full|busy|503/i.test(text)) return 'js.busy';
    return /connect|network|fetch/i.test(text) ? 'js.lost' : 'js.failed';
  };

  /* Streaming rewrites a message: give the keyboard focus back to the mark that had it. */
  let held = -1;
  let questions = 0;
  let linked = new URLSearchParams(location.search).get('a'); // the answer that an address names
  const askedFor = (answer, asked) => {
    const link = /^\d{1,6}$/.test(answer) && document.querySelector(`#chat a[href="#link-${answer - 1}"]`);
    return link && [...asked].filter((one) => one.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
  };
  let following = false; // a new question moves to the top and its answer is read from the start
  for (const moved of ['wheel', 'touchmove', 'pointerdown']) {
    document.addEventListener(moved, (event) => {
      if (!event.target.closest?.('#box')) following = false;
    }, { passive: true });
  }
  const marks = () => [...document.querySelectorAll('#chat a[href^="#c-"]')];
  document.addEventListener('focusin', (event) => {
    const mark = event.target.closest('#chat a[href^="#c-"]');
    held = mark ? marks().indexOf(mark) : -1;
  });
  const watch = () => new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) {
      if (node.nodeType !== 1) continue;
      const toast = node.matches('.toast-body') ? node : node.querySelector('.toast-body');
      if (toast) tl.toast(tl.say(trouble(toast.textContent)), true);
    }
    document.documentElement.lang = tl.language === 'zh' ? 'zh-Hans' : 'en';
    scope();
    const asked = document.querySelectorAll('#chat .tl-ask');
    if (asked.length > questions) {
      const there = linked && askedFor(linked, asked);
      following = !there;
      if (there) there.scrollIntoView({ block: 'start' }); else tl.unlinked();
      linked = null;
    }
    questions = asked.length;
    if (following) {
      asked[asked.length - 1]?.scrollIntoView({ block: 'start' });
      const last = [...document.querySelectorAll('#chat .tl-answer')].pop();
      following = !(last && document.querySelectorAll('#chat .tl-answer, #chat .tl-trouble').length >= questions
        && last.querySelector('.tl-mode'));
    }
    document.querySelectorAll('#chat [aria-label*="message:"]').forEach((m) => m.removeAttribute('aria-label'));
    if (held >= 0 && document.activeElement === document.body) marks()[held]?.focus({ preventScroll: true });
  }).observe(document.body, { subtree: true, childList: true });
  if (document.body) watch(); else addEventListener('DOMContentLoaded', watch);
})();
