/* The page for study: buttons and keys send commands; the address says what is studied. */
(() => {
  const tl = window.tiaoli;
  const stage = () => document.querySelector('#study-stage');
  let sent = 0;
  let card = ''; // what stands on the stage
  let moved = false; // the reader pressed something: the focus goes to what is shown then

  const send = (command) => {
    const area = document.querySelector('#study-command textarea, #study-command input');
    if (!area) return;
    moved = true;
    area.value = `${command} ${++sent}`;
    area.dispatchEvent(new Event('input', { bubbles: true }));
  };

  /* After a command: say in a line what was done, and go on reading at the question or verdict. */
  tl.studied = (line) => {
    if (line) tl.toast(line);
  };
  const focus = () => {
    const target = stage()?.querySelector('#st-verdict') ?? stage()?.querySelector('#st-ask');
    if (!moved || !target) return;
    target.focus({ preventScroll: true });
    stage().querySelector('.st-card')?.scrollIntoView({ block: 'nearest' });
  };

  for (const kind of ['pointerdown', 'keydown']) document.addEventListener(kind, () => { moved = false; }, true);

  const address = (set) => {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(set)) {
      if (value) url.searchParams.set(name, value); else url.searchParams.delete(name);
    }
    history.replaceState(history.state, '', url);
  };
  tl.studying = (mode, scope) => {
    const [kind, name] = [(scope || '').slice(0, 2), (scope || '').slice(2)];
    address({
      mode: mode === 'quiz' ? '' : mode, tab: kind === 't:' ? 'practice' : '',
      doc: kind === 'd:' && name, topic: kind === 't:' && name, c: kind === 'c:' && name,
    });
  };
  tl.studyTab = () => {
    const tabs = [...document.querySelectorAll('#study-tabs [role="tab"]')];
    const at = tabs.findIndex((tab) => tab.getAttribute('aria-selected') === 'true');
    if (at >= 0) address({ tab: ['practice', 'paths', 'figures'][at] });
  };

  /* An order is pressed one after another; pressing a number again takes it and the later back. */
  const picked = [];
  const pick = (button) => {
    const list = button.closest('[data-order]');
    const at = picked.indexOf(button);
    if (at >= 0) picked.splice(at); else picked.push(button);
    const all = [...list.querySelectorAll('[data-pick]')];
    all.forEach((one) => {
      const place = picked.indexOf(one);
      one.setAttribute('aria-pressed', place >= 0);
      one.querySelector('kbd').textContent = place >= 0 ? `→${place + 1}` : one.dataset.pick * 1 + 1;
    });
    if (picked.length === all.length) send(list.dataset.order + picked.map((one) => one.dataset.pick).join(','));
  };

  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('[data-study], [data-pick]');
    if (!button || !button.closest('.st-page')) return;
    if (button.dataset.pick !== undefined) pick(button); else send(button.dataset.study);
  });

  const press = (selector, at = 0) => {
    const button = stage()?.querySelectorAll(selector)[at];
    button?.click();
    return Boolean(button);
  };
  document.addEventListener('keydown', (event) => {
    if (!stage()?.offsetParent || event.isComposing || event.keyCode === 229) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const on = event.target.closest?.('input, textarea, select, button, a, [role="tab"], [contenteditable]');
    const typing = on && !on.matches('button, a, [role="tab"], [type="radio"], [type="checkbox"]');
    if (typing) return;
    let done = false;
    if (event.key === ' ' && !on) done = press('.st-main');
    else if (/^[1-4]$/.test(event.key)) done = press('.st-options button, .st-on [data-study^="rate:"]', event.key - 1);
    else if (/^u$/i.test(event.key)) done = press('[data-study="undo"]');
    if (done) event.preventDefault();
  });

  const watch = () => new MutationObserver(() => {
    const now = stage()?.querySelector('.st-card')?.dataset.state;
    if (!now || now === card) return;
    card = now;
    picked.length = 0;
    focus();
  }).observe(document.body, { subtree: true, childList: true });
  if (document.body) watch(); else addEventListener('DOMContentLoaded', watch);
})();
