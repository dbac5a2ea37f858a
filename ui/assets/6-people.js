/* Where people sign in: who it is, the pages of their role, the way out, and back in when it ends. */
(() => {
  const tl = window.tiaoli;
  const base = `/${tl.language}/`;
  let known = null;

  const leave = async () => {
    await plainFetch(`${base}sign-out`, { method: 'POST' }).catch(() => {});
    location.replace(`${base}sign-in?out=1`);
  };
  const show = () => {
    const tools = document.querySelector('#tl-header .tl-tools');
    if (!tools || !known || tools.querySelector('.tl-person')) return;
    const person = document.createElement('span');
    person.className = 'tl-person';
    person.textContent = `${known.name} · ${known.role}`;
    person.title = `${tl.words['js.sign.who']} ${known.name}`;
    tools.append(person);
    if (known.out) {
      const button = document.createElement('button');
      button.type = 'button';
      button.id = 'tl-out';
      button.textContent = tl.words['js.sign.out'];
      button.addEventListener('click', leave);
      tools.append(button);
    }
    for (const link of document.querySelectorAll('.tl-ways a')) {
      link.hidden = !known.pages.includes(link.getAttribute('href').slice(base.length));
    }
    document.documentElement.classList.add('tl-known');
  };

  /* A session that has ended answers 401: back to the form, and from there to this page. */
  const plainFetch = window.fetch.bind(window);
  const begin = async () => {
    if (!document.querySelector('meta[name="tiaoli-people"]')) return;
    window.fetch = async (...request) => {
      const answer = await plainFetch(...request);
      if (answer.status === 401 && new URL(answer.url).origin === location.origin) {
        const there = encodeURIComponent(location.pathname + location.search);
        location.assign(`${base}sign-in?expired=1&next=${there}`);
      }
      return answer;
    };
    const answer = await window.fetch(`${base}me`);
    if (!answer.ok) return;
    known = await answer.json();
    new MutationObserver(show).observe(document.body, { subtree: true, childList: true });
    show();
  };
  if (document.body) begin(); else addEventListener('DOMContentLoaded', begin);
})();
