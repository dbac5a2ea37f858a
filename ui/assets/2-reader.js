/* The reader: show a clause, light the cited sentence, keep the address, turn the pages. */
(() => {
  const tl = window.tiaoli;
  const { $ } = tl;
  const article = () => document.querySelector('#rd-scroll article:not([hidden])');
  const lit = () => document.querySelector('#rd-scroll .cl.lit');
  let from = null; // the mark that was pressed, for the way back

  const own = (span) => span.dataset.hant ?? span.textContent;
  /* The text of a clause as printed, whatever script is on the screen. */
  tl.text = (section) => [...section.querySelectorAll('.ln')].map(own).join('\n');

  const unmark = () => document.querySelectorAll('#rd-scroll mark').forEach((mark) => {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  });

  /* Wrap characters start to end (counted in code points, lines joined by one) in <mark>. */
  const mark = (section, start, end) => {
    let place = 0;
    for (const line of section.querySelectorAll('.ln')) {
      const letters = [...line.textContent];
      const [a, b] = [Math.max(start - place, 0), Math.min(end - place, letters.length)];
      if (a < b) {
        const range = document.createRange();
        const node = line.firstChild;
        range.setStart(node, letters.slice(0, a).join('').length);
        range.setEnd(node, letters.slice(0, b).join('').length);
        range.surroundContents(document.createElement('mark'));
      }
      place += letters.length + 1;
    }
  };

  /* `17-32,40-51` as pairs of numbers, in the order of the text. */
  const pairs = (span) => (span || '').split(',').map((part) => part.split('-').map(Number)).filter(([, end]) => end);
  const light = (section, span) => pairs(span).reverse().forEach(([start, end]) => mark(section, start, end));

  /* The passages that are lit in a clause, as pairs; none where the whole clause is meant. */
  tl.lit = (section) => (section.querySelector('mark') && history.state?.id === section.id ? pairs(history.state.span) : []);

  const changed = () => document.dispatchEvent(new Event('tiaoli-lit'));

  const turnTo = (name) => {
    document.querySelectorAll('#rd-scroll article').forEach((a) => { a.hidden = a.dataset.doc !== name; });
    if ($('rd-doc').value !== name) $('rd-doc').value = name;
    const shown = article();
    $('rd-script').hidden = !shown?.hasAttribute('data-hant');
    const next = shown?.classList.contains('both') ? 'js.hans' : shown?.lang === 'zh-Hans' ? 'js.both' : 'js.hant';
    $('rd-script').textContent = tl.say(next);
    closeContents();
  };

  const dim = () => {
    unmark();
    lit()?.classList.remove('lit');
    $('rd-this').hidden = true;
    $('rd-hint').hidden = false;
    changed();
  };

  const neighbours = (section) => {
    const all = [...article().querySelectorAll('.cl')];
    const place = all.indexOf(section);
    return [all[place - 1], all[place + 1]];
  };

  const tell = (section) => {
    $('rd-this').hidden = false;
    $('rd-hint').hidden = true;
    $('rd-path').textContent = section.dataset.path;
    $('rd-path').hidden = !section.dataset.path;
    $('rd-ref').textContent = section.dataset.ref;
    const [before, after] = neighbours(section);
    $('rd-prev').disabled = !before;
    $('rd-next').disabled = !after;
    const turns = document.querySelectorAll('#chat .tl-answer');
    const answer = from?.closest('.tl-answer') ?? turns[turns.length - 1];
    const cites = [...(answer?.querySelectorAll(':scope > :not(.tl-sources) a.cite') ?? [])]
      .filter((a) => a.getAttribute('href').slice(1).split('@')[0] === section.id).length;
    $('rd-count').textContent = cites ? tl.say('js.count', { n: cites }) : '';
    $('rd-back').hidden = !cites;
  };

  const open = (on) => $('readercol')?.classList.toggle('open', on);

  /* Show a clause; `span` is 'start-end' within its text, several with commas, or nothing. */
  const show = tl.show = (id, span, push, focus = true) => {
    const section = document.getElementById(id);
    if (!section?.matches('#rd-scroll .cl')) return false;
    dim();
    turnTo(section.closest('article').dataset.doc);
    section.classList.add('lit');
    light(section, span);
    tell(section);
    open(true);
    const target = section.querySelector('mark') ?? section;
    target.scrollIntoView({ block: target.offsetHeight > 300 ? 'start' : 'center' });
    if (focus) section.focus({ preventScroll: true });
    if (push) {
      const url = new URL(location.href);
      url.searchParams.set('c', section.dataset.clause);
      url.hash = '';
      history.pushState({ id, span }, '', url);
    }
    changed();
    return true;
  };

  const find = (clause) => [...document.querySelectorAll('#rd-scroll .cl')]
    .find((section) => section.dataset.clause === clause);

  /* Show what the address says: on opening the page, and on Back and Forward. */
  const follow = () => {
    const clause = new URLSearchParams(location.search).get('c');
    const section = clause && find(clause);
    if (section) show(section.id, history.state?.id === section.id ? history.state.span : '', false, false);
    else {
      dim();
      if (clause && !$('dc-about')) tl.toast(tl.say('js.badlink', { id: clause.slice(0, 80) }), true);
      else open(false);
    }
  };

  const back = () => {
    open(false);
    const cited = lit()?.id;
    const mark = from?.isConnected ? from
      : [...document.querySelectorAll('#chat a.cite')].reverse()
        .find((a) => a.getAttribute('href').slice(1).split('@')[0] === cited);
    mark?.scrollIntoView({ block: 'center' });
    mark?.focus({ preventScroll: true });
  };

  const closeContents = () => {
    $('rd-toc').hidden = true;
    $('rd-toc-open').setAttribute('aria-expanded', 'false');
  };
  const contents = () => {
    if (!$('rd-toc').hidden) { closeContents(); return; }
    const entries = [...article().querySelectorAll('h3, h4, h5, h6, .cl')].map((node) => {
      const entry = document.createElement('a');
      const heading = !node.matches('.cl');
      const section = heading ? node.nextElementSibling : node;
      entry.className = (heading ? 'h' : '') + (node === lit() ? ' here' : '');
      entry.textContent = heading ? node.textContent : node.dataset.title;
      entry.lang = article().lang;
      entry.href = '#';
      entry.onclick = (event) => {
        event.preventDefault();
        closeContents();
        if (section?.matches('.cl') && !heading) show(section.id, '', true);
        else node.scrollIntoView({ block: 'start' });
      };
      return entry;
    });
    $('rd-toc').replaceChildren(...entries);
    $('rd-toc').hidden = false;
    $('rd-toc-open').setAttribute('aria-expanded', 'true');
    $('rd-toc').querySelector('.here')?.scrollIntoView({ block: 'center' });
  };

  /* As printed, then simplified, then side by side. Simplified text has the same length, so a lit
     sentence stays lit, and of both scripts each line takes the same room (4-reader.css). */
  const swapScript = () => {
    const page = article();
    const span = history.state?.id === lit()?.id ? history.state?.span : '';
    unmark();
    const both = page.lang === 'zh-Hans';
    const simplified = !both && !page.classList.contains('both');
    page.classList.toggle('both', both);
    page.querySelectorAll('.ln[data-hans]').forEach((line) => {
      line.dataset.hant ??= line.textContent;
      line.textContent = simplified ? line.dataset.hans : line.dataset.hant;
    });
    page.lang = simplified ? 'zh-Hans' : 'zh-Hant';
    turnTo(page.dataset.doc);
    if (lit()) light(lit(), span);
    (lit()?.querySelector('mark') ?? lit())?.scrollIntoView({ block: 'nearest' });
  };

  document.addEventListener('click', (event) => {
    const near = (selector) => event.target.closest(selector);
    const link = near('#chat a[href^="#c-"]');
    if (link) {
      event.preventDefault();
      document.querySelectorAll('#chat a.here').forEach((a) => a.classList.remove('here'));
      link.classList.add('here');
      from = link;
      const [id, span] = link.getAttribute('href').slice(1).split('@');
      show(id, span, true);
      return;
    }
    const page = near('#chat a[href^="#d-"]');
    if (page) {
      event.preventDefault();
      dim();
      turnTo([...$('rd-doc').options].map((o) => o.value).find((name) => tl.anchored(name) === page.getAttribute('href').slice(1)));
      $('rd-scroll').scrollTop = 0;
      open(true);
      return;
    }
    if (near('#rd-close') || near('#rd-back')) back();
    else if (near('#rd-toc-open')) contents();
    else if (near('#rd-script')) swapScript();
    else if (near('#rd-prev, #rd-next')) {
      const [before, after] = neighbours(lit());
      const to = near('#rd-prev') ? before : after;
      if (to) show(to.id, '', true);
    } else {
      const section = near('#rd-scroll .cl');
      if (section && !section.matches('.lit') && getSelection().isCollapsed) show(section.id, '', true);
    }
  });
  document.addEventListener('change', (event) => {
    if (event.target.id !== 'rd-doc') return;
    dim();
    turnTo(event.target.value);
    $('rd-scroll').scrollTop = 0;
  });
  document.addEventListener('keydown', (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') { if ($('rd-toc')?.hidden === false) closeContents(); else if ($('readercol')?.classList.contains('open')) back(); }
    if (event.target.closest?.('#tl-reader') && /^[jk]$/.test(event.key) && lit()) {
      const to = neighbours(lit())[event.key === 'j' ? 1 : 0];
      if (to) show(to.id, '', true);
    }
  });
  addEventListener('popstate', () => { if ($('rd-doc')) follow(); });

  /* `gd_x` as its address: the same rule as ui/reader.py's anchor(). */
  tl.anchored = (id) => 'd-c-' + [...id].map((char) => /[A-Za-z0-9.-]/.test(char) ? char
    : [...new TextEncoder().encode(char)].map((byte) => '_' + byte.toString(16).padStart(2, '0')).join('')).join('');

  const start = () => {
    const first = $('rd-doc')?.value;
    if (!first) return false;
    turnTo(first);
    if (new URLSearchParams(location.search).get('c')) follow();
    return true;
  };
  const wait = () => {
    if (start()) return;
    const observer = new MutationObserver(() => { if (start()) observer.disconnect(); });
    observer.observe(document.body, { subtree: true, childList: true });
  };
  if (document.body) wait(); else addEventListener('DOMContentLoaded', wait);
})();
