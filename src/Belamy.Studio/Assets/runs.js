// The list: searching, choosing what to compare, and a look now and then at what is being trained.
import { ask, post } from './actions.js';

const search = document.getElementById('search'), chosen = document.getElementById('chosen');

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const card of document.querySelectorAll('.card')) {
    card.hidden = !words.every(word => card.dataset.text.includes(word));
    shown += card.hidden ? 0 : 1;
  }
  document.getElementById('none').hidden = shown > 0;
}

const boxes = () => [...document.querySelectorAll('.choose input')];

function count() {
  const number = boxes().filter(box => box.checked).length;
  chosen.hidden = number === 0;
  document.getElementById('chosen-count').textContent = number === 1 ? '1 run chosen; choose another to compare it with' : `${number} runs chosen`;
  document.getElementById('compare').disabled = number < 2;
  for (const box of boxes()) box.closest('.card').classList.toggle('is-chosen', box.checked);
}

async function refresh() {
  if (document.hidden || document.querySelector('.card[data-state=training]') === null) return;
  const answer = await fetch('/').catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const card of page.querySelectorAll('.card')) {
    const old = document.querySelector(`.card[data-name="${CSS.escape(card.dataset.name)}"]`);
    if (old === null || old.innerHTML === card.innerHTML) continue;
    old.dataset.state = card.dataset.state;
    for (const part of ['.standing', 'progress', '.quality', '.when']) old.querySelector(part)?.replaceWith(card.querySelector(part) ?? '');
    const [now, then] = [card.querySelector('.picture img'), old.querySelector('.picture img')];
    if (now && then && now.src !== then.src) Object.assign(then, { src: now.src, alt: now.alt });
    else if (now && !then) old.querySelector('.picture').replaceChildren(now);
  }
}

// Pixels are shown as pixels where a picture is enlarged, and blended where it is made smaller.
document.addEventListener('load', ({ target }) => {
  if (target.tagName === 'IMG') target.classList.toggle('enlarged', target.naturalWidth < target.clientWidth * devicePixelRatio);
}, true);
for (const image of document.images) image.classList.toggle('enlarged', image.complete && image.naturalWidth > 0 && image.naturalWidth < image.clientWidth * devicePixelRatio);

if (search) {
  search.addEventListener('input', filter);
  document.getElementById('runs').addEventListener('change', count);
  // One that cannot be read has no page where it could be deleted.
  document.getElementById('runs').addEventListener('click', async ({ target }) => {
    const name = target.dataset.delete;
    if (name === undefined) return;
    document.getElementById('delete-dialog-title').textContent = `Delete ${name}?`;
    if (await ask('delete-dialog') && await post(`/runs/${encodeURIComponent(name)}/delete`)) location.reload();
  });
  document.getElementById('unchoose').addEventListener('click', () => {
    for (const box of boxes()) box.checked = false;
    count();
  });
  addEventListener('keydown', event => {
    if (event.key === '/' && !/^(input|textarea|select)$/i.test(event.target.tagName)) {
      event.preventDefault();
      search.focus();
    }
  });
  filter();
  count();
  setInterval(refresh, 2000);
}
