/* The panel of past conversations: opened and closed here, listed and emptied by the server. */
(() => {
  const tl = window.tiaoli;
  const { $ } = tl;
  const isOpen = () => Boolean($('talks')?.classList.contains('open'));
  const here = () => new URLSearchParams(location.search).get('t');
  let commands = 0;
  let leaving = false; // the conversation on the page is among those that are being deleted

  /* Write into a field of Gradio's, as typing would. */
  tl.write = (id, text) => {
    const field = document.querySelector(`#${id} textarea, #${id} input`);
    if (!field) return;
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const command = (words) => tl.write('talks-command', `${words} ${++commands}`);

  const turn = (on, focus = true) => {
    if (on === isOpen()) return;
    $('talks').classList.toggle('open', on);
    $('tl-talks-open').setAttribute('aria-expanded', String(on));
    if (on) {
      command('list');
      $('tk-head').focus({ preventScroll: true });
    } else if (focus) $('tl-talks-open').focus({ preventScroll: true });
  };

  /* A list has come: mark the conversation on the page, and keep the keyboard in the panel. */
  tl.talksListed = () => {
    document.querySelectorAll('#talks .tk-open').forEach((link) => {
      if (link.closest('li').dataset.talk === here()) link.setAttribute('aria-current', 'true');
    });
    if (isOpen() && document.activeElement === document.body) $('tk-head').focus({ preventScroll: true });
    if (!leaving) return;
    leaving = false;
    tl.named('');
    $('new')?.click();
  };

  const ask = (button, on) => {
    const row = button.closest('.tk-acts');
    row.querySelector('.tk-ask').hidden = on;
    row.querySelector('.tk-sure').hidden = !on;
    row.querySelector(on ? '.tk-not' : '.tk-ask').focus();
  };
  document.addEventListener('click', (event) => {
    const near = (selector) => event.target.closest(selector);
    if (near('#tl-talks-open')) {
      if (!isOpen() && $('paper')?.classList.contains('open')) $('pp-close').click();
      turn(!isOpen());
    } else if (near('#tk-close')) turn(false);
    else if (near('#tl-paper-open, #tl-new')) turn(false, false);
    else if (near('#talks .tk-ask')) ask(near('.tk-ask'), true);
    else if (near('#talks .tk-not')) ask(near('.tk-not'), false);
    else if (near('#talks [data-act]')) {
      const { act, talk } = near('[data-act]').dataset;
      leaving = Boolean(here()) && (act === 'clear' || talk === here());
      command(act === 'clear' ? 'clear' : `drop ${talk}`);
    } else if (near('#talks .tk-open[aria-current]')) {
      event.preventDefault();
      turn(false);
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !isOpen() || event.isComposing || event.keyCode === 229) return;
    event.stopImmediatePropagation();
    turn(false);
  }, true);
})();
