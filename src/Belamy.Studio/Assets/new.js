// From data to a training, one panel after the other.
import { post, toast } from './actions.js';

const at = id => document.getElementById(id);
let model = '', changed = {}, named = false;

function element(tag, text = '', properties = {}) {
  const made = Object.assign(document.createElement(tag), properties);
  if (text) made.textContent = text;
  return made;
}

// --- Data -------------------------------------------------------------------------------------------------------------------
async function look() {
  const source = at('source').value.trim();
  if (!source) return at('source').focus();
  at('look').disabled = true;
  at('seen').replaceChildren(element('p', 'Reading …', { className: 'muted' }));
  const seen = await post('/new/look', { source });
  at('look').disabled = false;
  if (!seen) return at('seen').replaceChildren(element('p', 'They could not be read.', { className: 'muted' }));
  const parts = [element('p', seen.what, { className: 'what' }), ...seen.notes.map(note => element('p', note, { className: 'muted' }))];
  if (seen.sheet) parts.push(element('img', '', { src: `/new/sheet/${seen.sheet}`, alt: `Some of the items of ${source}`, className: 'sheet' }));
  if (seen.items.length > 0) parts.push(element('pre', seen.items.join('\n')));
  at('seen').replaceChildren(...parts);
  showModels(seen.models);
  for (const id of ['model-panel', 'length-panel', 'take-panel']) at(id).hidden = false;
  name();
}

function showModels(models) {
  const usual = { name: '', paper: 'What was made for such data; the command decides, and says why.' };
  at('models').replaceChildren(...[usual, ...models].map(one => {
    const label = element('label', '', { className: 'model' }), input = element('input', '', { type: 'radio', name: 'model', value: one.name, checked: one.name === '' });
    const text = element('span');
    text.append(element('b', one.name || 'Usual'), element('span', one.paper, { className: 'muted' }));
    label.append(input, text);
    label.dataset.text = `${one.name} ${one.paper}`.toLowerCase();
    return label;
  }));
  model = '';
  showSettings();
}

async function upload(files) {
  const list = [...files].filter(file => file.size > 0);
  if (list.length === 0) return;
  const set = `dropped ${new Date().toISOString().slice(0, 19).replaceAll(':', '-').replace('T', ' ')}`;
  let folder = null;
  for (const [place, file] of list.entries()) {
    at('seen').replaceChildren(element('p', `Taking ${place + 1} of ${list.length}: ${file.name}`, { className: 'muted' }));
    const safe = file.name.replace(/[^\p{L}\p{N} ._+()-]/gu, '_').replace(/^[. ]+/, '').slice(-90) || `file ${place + 1}`;
    const answer = await fetch(`/new/files/${encodeURIComponent(set)}/${encodeURIComponent(safe)}`, { method: 'POST', body: file }).catch(() => null);
    if (!answer?.ok) return toast(answer ? await answer.text() : 'The studio does not answer.', true);
    folder = (await answer.json()).folder;
    if (list.length === 1 && !/\.(png|jpe?g|webp|gif|bmp|tiff?)$/i.test(safe)) folder += `/${safe}`;
  }
  at('source').value = folder;
  look();
}

// --- Model and settings -----------------------------------------------------------------------------------------------------
async function showSettings() {
  changed = {};
  at('settings-box').hidden = model === '';
  if (model === '') return;
  const answer = await fetch(`/new/settings/${encodeURIComponent(model)}`);
  const settings = answer.ok ? await answer.json() : [];
  at('settings').replaceChildren(...settings.map(setting => {
    const row = element('div', '', { className: 'setting' }), label = element('label', setting.name, { htmlFor: `set-${setting.name}` });
    const choices = setting.values.split(' | '), isChoice = choices.length > 1 && !/^a /.test(setting.values);
    const input = isChoice ? element('select') : element('input', '', { type: 'text', inputMode: 'decimal', spellcheck: false });
    if (isChoice) input.append(...choices.map(choice => element('option', choice, { value: choice })));
    input.id = `set-${setting.name}`;
    input.value = setting.value;
    const help = element('p', `${setting.help}${isChoice ? '' : ` (${setting.values})`}`.trim(), { className: 'muted', id: `help-${setting.name}` });
    input.setAttribute('aria-describedby', help.id);
    input.addEventListener('change', () => {
      if (input.value === setting.value) delete changed[setting.name];
      else changed[setting.name] = input.value;
      row.classList.toggle('is-changed', setting.name in changed);
    });
    row.append(label, input, help);
    return row;
  }));
}

function name() {
  if (named) return;
  const base = at('source').value.trim().split(/[\\/]/).filter(Boolean).at(-1)?.replace(/\.[a-z0-9]+$/i, '') ?? 'run';
  at('name').value = `${base}${model ? `-${model}` : ''}-${new Date().toISOString().slice(5, 16).replace('T', '-').replace(':', '')}`.replace(/[^\p{L}\p{N} ._+()-]/gu, '_');
}

// --- Starting ---------------------------------------------------------------------------------------------------------------
function request() {
  const ends = at('ends').value, amount = Number(at('amount').value);
  return {
    source: at('source').value, model, name: at('name').value.trim(), settings: changed, metrics: at('metrics').checked,
    steps: ends === 'steps' ? Math.round(amount) : null, minutes: ends === 'minutes' ? amount : null,
  };
}

function showEstimate(text) {
  const rows = text.split('\n').map(line => /^(length|time|memory|disk) {2,}(.+)$/.exec(line)).filter(Boolean);
  const list = element('dl', '', { className: 'estimate' });
  for (const [, key, value] of rows) {
    const row = element('div');
    row.append(element('dt', key), element('dd', value.replace(/ {2,}/g, ': ')));
    list.append(row);
  }
  const all = element('details');
  all.append(element('summary', 'Everything, as belamy train --dry-run says it'), element('pre', text));
  at('estimate').replaceChildren(list, all);
}

at('look').addEventListener('click', look);
at('source').addEventListener('change', look);
at('source').addEventListener('keydown', event => {
  if (event.key === 'Enter') event.preventDefault(), at('source').blur();
});
at('files').addEventListener('change', event => upload(event.target.files));
const drop = at('drop');
for (const kind of ['dragenter', 'dragover']) drop.addEventListener(kind, event => { event.preventDefault(); drop.classList.add('is-over'); });
for (const kind of ['dragleave', 'drop']) drop.addEventListener(kind, event => { event.preventDefault(); drop.classList.remove('is-over'); });
drop.addEventListener('drop', event => upload(event.dataTransfer.files));
at('models').addEventListener('change', event => { model = event.target.value; name(); showSettings(); });
at('model-search').addEventListener('input', event => {
  for (const one of at('models').children) one.hidden = !one.dataset.text.includes(event.target.value.toLowerCase());
});
at('name').addEventListener('input', () => { named = true; });
at('ends').addEventListener('change', event => {
  at('amount-label').hidden = event.target.value === 'usual';
  at('amount-label').firstElementChild.textContent = event.target.value === 'minutes' ? 'Minutes' : 'Steps';
  at('amount').value = event.target.value === 'minutes' ? 5 : 2000;
});
at('try').addEventListener('click', async () => {
  at('try').disabled = true;
  at('estimate').replaceChildren(element('p', 'Plans the training, and tries a few steps …', { className: 'muted' }));
  const answer = await post('/new/estimate', request());
  at('try').disabled = false;
  if (answer) showEstimate(answer.text);
  else at('estimate').replaceChildren(element('p', 'It cannot be trained so.', { className: 'muted' }));
});
at('new').addEventListener('submit', async event => {
  event.preventDefault();
  at('start').disabled = true;
  const answer = await post('/new/start', request());
  at('start').disabled = false;
  if (answer) location.href = answer.address;
});
const asked = new URLSearchParams(location.search).get('data');
if (asked) { at('source').value = asked; look(); }
