/* The evaluation page: its address is followed by the server; links, pickers and tabs change it. */
(() => {
  const tl = window.tiaoli;
  const here = () => new URL(location.href);
  const onPage = () => /^\/(zh|en)\/eval\/?$/.test(location.pathname);
  const TABS = ['overview', 'cases', 'changes', 'remarks', 'limits'];
  const NAMES = { run: 'run', base: 'base', tab: 'tab', q: 'q', p: 'p', common: 'common' };

  /* The server redraws when a field that is not seen takes a new address. */
  const follow = () => {
    const area = document.querySelector('#ev-at textarea, #ev-at input');
    if (!area) return;
    area.value = location.search || '?';
    area.dispatchEvent(new Event('input', { bubbles: true }));
  };

  const opened = {}; // what was open on each tab, to find it again there
  const go = (url) => {
    if (url.href === location.href) return;
    const left = here().searchParams;
    opened[left.get('tab') || 'overview'] = left.get('q') || '';
    history.pushState(null, '', url);
    follow();
  };

  tl.evalGo = (values) => {
    const url = here();
    for (const [name, value] of Object.entries(values)) {
      if (!NAMES[name]) continue;
      if (value) url.searchParams.set(name, value); else url.searchParams.delete(name);
    }
    if ('run' in values) for (const key of Object.keys(opened)) opened[key] = '';
    url.searchParams.delete('common');
    url.searchParams.delete('p');
    go(url);
  };

  /* Only what a person presses counts: Gradio also tells of tabs that the server chose. */
  const tab = (name) => {
    const url = here();
    if ((url.searchParams.get('tab') || 'overview') === name) return;
    if (name === 'overview') url.searchParams.delete('tab'); else url.searchParams.set('tab', name);
    if (opened[name]) url.searchParams.set('q', opened[name]); else url.searchParams.delete('q');
    url.searchParams.delete('p');
    go(url);
  };

  let wanted = ''; // what to give the keyboard to, once the server has drawn it
  document.addEventListener('click', (event) => {
    if (!onPage()) return;
    const pressed = event.target.closest('[id^="ev-tab-"][id$="-button"]');
    if (pressed) { tab(pressed.id.slice(7, -7)); return; }
    const further = event.target.closest('#ev-tabs .overflow-dropdown button');
    if (further) {
      const all = [...document.querySelectorAll('#ev-tabs button[tabindex="-1"]')];
      const name = TABS[all.findIndex((one) => one.textContent === further.textContent)];
      if (name) tab(name);
      return;
    }
    const mark = event.target.closest('a.ev-mark');
    if (mark) {
      event.preventDefault();
      document.querySelector(mark.getAttribute('href'))?.scrollIntoView({ block: 'center' });
      return;
    }
    const link = event.target.closest('a.ev-go');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const url = new URL(link.href, location.href);
    const open = url.searchParams.get('q');
    wanted = !open ? '' : url.searchParams.get('tab') === 'remarks' ? 'ev-remark' : 'ev-case';
    go(url);
  });
  addEventListener('popstate', () => { if (onPage()) follow(); });

  const watch = () => new MutationObserver(() => {
    if (!wanted || !onPage()) return;
    const drawn = document.getElementById(wanted);
    if (!drawn || drawn.dataset.met) return;
    drawn.dataset.met = '1';
    wanted = '';
    drawn.focus({ preventScroll: true });
    drawn.scrollIntoView({ block: 'start' });
  }).observe(document.body, { subtree: true, childList: true });
  if (document.body) watch(); else addEventListener('DOMContentLoaded', watch);
})();
