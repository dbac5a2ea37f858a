/* Copying: an answer in three forms, a clause in three forms, and the link to either. */
(() => {
  const tl = window.tiaoli;
  const inner = { '“': '‘', '”': '’', '‘': '“', '’': '”' };

  const put = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement('textarea');
      area.value = text;
      area.style.position = 'fixed';
      document.body.append(area);
      area.select();
      const done = document.execCommand('copy');
      area.remove();
      return done;
    }
  };

  const copy = async (text, form, nameless) => {
    if (!(await put(text))) { tl.toast(tl.say('js.copyfail'), true); return; }
    const name = tl.say(form === 'link' ? 'js.link' : `copy.${form}`);
    tl.toast(tl.say(nameless ? 'js.nonumber' : 'js.copied', { form: name }));
  };

  /* The words of a clause at these places, as ui/paper.py quotes them: all of it where there are none. */
  tl.quoted = (section, spans) => {
    const letters = [...tl.text(section)];
    const words = (start, end) => letters.slice(start, end).join('');
    const runs = [];
    for (const [start, end] of spans) {
      const last = runs[runs.length - 1];
      if (last && !words(last[1], start).trim()) last[1] = Math.max(end, last[1]);
      else runs.push([start, end]);
    }
    return runs.map(([start, end]) => words(start, end)).join('……') || letters.join('');
  };

  /* The lit sentence as printed, or the whole clause where no sentence is lit. */
  const quoted = (section) => tl.quoted(section, tl.lit(section));

  const forms = {
    inline: (section) =>
      `“${quoted(section).replace(/[“”‘’]/g, (m) => inner[m])}”（${section.dataset.ref}）`,
    foot: (section) => `〔1〕${section.dataset.foot}`,
    plain: (section) => `${quoted(section)}\n——${section.dataset.ref}`,
    link: (section) => {
      const url = new URL(location.pathname, location.href);
      url.searchParams.set('c', section.dataset.clause);
      return url.href;
    },
  };

  /* The address of an answer: its conversation, and its number there. */
  const address = (link) => {
    const url = new URL(location.pathname, location.href);
    url.searchParams.set('t', new URLSearchParams(location.search).get('t') || '');
    url.searchParams.set('a', Number(link.getAttribute('href').slice('#link-'.length)) + 1);
    return url.href;
  };

  document.addEventListener('click', (event) => {
    const named = event.target.closest('#chat a[href^="#link-"]');
    if (named) { event.preventDefault(); copy(address(named), 'link', false); return; }
    const link = event.target.closest('#chat a[href^="#copy-"]');
    if (link) {
      event.preventDefault();
      const id = link.getAttribute('href').slice(1);
      const text = [...link.closest('.tl-answer').querySelectorAll('[hidden]')].find((node) => node.id === id);
      if (text) copy(text.textContent, id.split('-')[2], text.matches('.tl-nonumber'));
      return;
    }
    const button = event.target.closest('#rd-this [data-copy]');
    const section = button && document.querySelector('#rd-scroll .cl.lit');
    if (!section) return;
    const form = button.dataset.copy;
    copy(forms[form](section), form, form !== 'link' && !section.dataset.number);
  });
})();
