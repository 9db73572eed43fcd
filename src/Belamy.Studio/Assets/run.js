// One run: what the studio tells of it becomes text, curves and pictures.
import { ask, post, toast } from './actions.js';
import { chart } from './charts.js';

const root = document.getElementById('run'), name = root.dataset.name;
const address = `/runs/${encodeURIComponent(name)}`;
const at = id => document.getElementById(id);
const hasBegun = root.dataset.begun === 'true';
const grouped = value => Number(value).toLocaleString('en-US');

// --- What it says of itself -------------------------------------------------------------------------------------------------
function showState({ state, text, line, done, failure, proposed, weights }) {
  root.dataset.state = state;
  const pill = at('state') ?? root.querySelector('.pill');
  pill.dataset.state = state;
  pill.textContent = text;
  at('line').textContent = line;
  document.title = state === 'training' && done != null ? `${Math.floor(100 * done)} % ${name} · Belamy` : `${name} · Belamy`;
  const said = at('failure');
  said.hidden = !failure && state !== 'failed';
  said.textContent = failure || (state === 'failed' ? line : '');
  if (!hasBegun) return;
  at('done').value = done ?? 0;
  at('done').hidden = done == null;
  at('stop').hidden = state !== 'training' && state !== 'preparing';
  at('resume').hidden = at('rename').hidden = at('delete').hidden = !at('stop').hidden || state === 'gone';
  if (state === 'gone') at('generator').hidden = true;
  if (proposed === undefined) return;
  at('generator').hidden = !weights;
  propose(state === 'finished', proposed);
}

// Not while somebody writes a number into it.
function propose(isFinished, steps) {
  const dialog = at('resume-dialog');
  if (dialog.open) return;
  at('resume').textContent = at('resume-dialog-title').textContent = isFinished ? 'Train further' : 'Resume';
  dialog.querySelector('[value=do]').textContent = isFinished ? 'Train' : 'Resume';
  dialog.querySelector('[name=steps]').value = steps;
}

function showDiagnosis({ verdict, trend, complaints }) {
  const parts = complaints.map(({ severity, present, sentence, advice }) => {
    const item = document.createElement('div');
    item.className = `finding ${present ? severity : 'past'}`;
    const said = document.createElement('p'), what = document.createElement('p');
    [said.textContent, what.textContent] = [sentence, advice];
    what.className = 'advice';
    item.append(said, what);
    return item;
  });
  for (const sentence of [verdict, trend]) {
    if (!sentence) continue;
    const line = document.createElement('p');
    line.textContent = sentence;
    parts.push(line);
  }
  at('diagnosis').replaceChildren(...parts);
}

// --- Samples ----------------------------------------------------------------------------------------------------------------
let samples = [], playing = null;

function showSamples(list) {
  const slider = at('timeline'), wasLast = samples.length === 0 || Number(slider.value) >= samples.length - 1;
  samples = list;
  slider.max = Math.max(0, samples.length - 1);
  slider.disabled = samples.length < 2;
  at('play').disabled = samples.length < 2;
  if (wasLast && playing === null) slider.value = samples.length - 1;
  if (samples.length > 0) showSample();
}

const sampleAddress = ([step, version]) => `${address}/samples/${step}?v=${version}`;

async function showSample() {
  const slider = at('timeline'), sample = samples[Math.min(Number(slider.value), samples.length - 1)];
  const [step, , isText] = sample, source = sampleAddress(sample), image = at('sample'), text = at('sample-text');
  slider.setAttribute('aria-valuetext', `step ${grouped(step)}`);
  at('sample-step').textContent = `at step ${grouped(step)}`;
  at('no-sample').hidden = true;
  image.hidden = isText;
  text.hidden = !isText;
  if (isText) {
    const answer = await fetch(source).catch(() => null);
    if (answer?.ok) text.textContent = await answer.text();
    return;
  }
  // Decoded aside, so that nothing flickers.
  const next = new Image();
  next.src = source;
  await next.decode().catch(() => null);
  if (samples[Math.min(Number(slider.value), samples.length - 1)]?.[0] !== step) return;
  image.src = source;
  image.classList.toggle('enlarged', next.naturalWidth > 0 && next.naturalWidth < image.clientWidth * devicePixelRatio);
  image.alt = `Samples at step ${grouped(step)}`;
}

function stopPlaying() {
  clearInterval(playing);
  playing = null;
  at('play').classList.remove('is-on');
}

function play() {
  if (playing !== null) return stopPlaying();
  const slider = at('timeline');
  if (Number(slider.value) >= samples.length - 1) slider.value = 0;
  at('play').classList.add('is-on');
  playing = setInterval(() => {
    slider.value = Number(slider.value) + 1;
    showSample();
    if (Number(slider.value) >= samples.length - 1) stopPlaying();
  }, Math.max(60, Math.min(500, 6000 / samples.length)));
  showSample();
}

// --- Curves -----------------------------------------------------------------------------------------------------------------
const losses = hasBegun ? chart(at('losses'), { name: 'Losses', height: 250, label: text => text.replace(/-loss$/, '') , colour: (text, place) => colour(text, place) }) : null;
const accuracies = hasBegun ? chart(at('accuracies'), { name: 'Share judged rightly', height: 150, range: [0, 1], label: text => `on ${text.replace('accuracy-', '')}`, colour: text => text.endsWith('generated') ? '--generator' : '--discriminator' }) : null;
const measured = new Map(), rest = new Map();
let log = { steps: [], numbers: {} }, isDue = false;

function colour(text, place) {
  return /^generator|^autoencoder/.test(text) ? '--generator' : /^discriminator|^critic/.test(text) ? '--discriminator' : `--series-${1 + place % 5}`;
}

const pick = test => Object.fromEntries(Object.entries(log.numbers).filter(([key]) => test(key)));
const isLoss = key => key.endsWith('-loss'), isAccuracy = key => key.startsWith('accuracy-');

// Drawn once a frame at most, however much comes.
function redraw() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    losses.set(log.steps, pick(isLoss));
    const rights = pick(isAccuracy);
    at('accuracies').closest('section').hidden = Object.keys(rights).length === 0;
    accuracies.set(log.steps, rights);
    if (at('more').open) drawRest();
  });
}

function drawRest() {
  for (const key of Object.keys(log.numbers).filter(key => !isLoss(key) && !isAccuracy(key))) {
    if (!rest.has(key)) rest.set(key, panel(at('others'), key.replaceAll('-', ' '), 'h3', 120));
    const [steps, values] = [[], []];
    log.numbers[key].forEach((value, place) => { if (value != null) { steps.push(log.steps[place]); values.push(value); } });
    rest.get(key).set(steps, { [key]: values });
  }
}

function panel(parent, title, heading, height) {
  const section = document.createElement('section'), head = document.createElement(heading), place = document.createElement('div');
  section.className = heading === 'h2' ? 'panel' : '';
  head.textContent = title;
  section.append(head, place);
  parent.append(section);
  return curveOf(place, title, height, heading === 'h2' ? '--accent' : '--series-1');
}

const curveOf = (place, name, height, colour) => chart(place, { name, height, label: () => '', colour: () => colour });

// What will be measured has its place from the beginning, so that nothing moves when it is.
const awaited = new Map([...document.querySelectorAll('#measures [data-metric]')].map(section => {
  const drawn = curveOf(section.querySelector('div'), section.dataset.metric, 150, '--accent');
  drawn.set([], { [section.dataset.metric]: [] });
  return [section.dataset.metric, { section, drawn }];
}));

function measuredPanel({ metric, name: title }) {
  const place = awaited.get(metric);
  awaited.delete(metric);
  if (!place) return panel(at('measures'), title, 'h2', 150);
  place.section.querySelector('h2').textContent = title;
  place.section.querySelector('div').replaceChildren();
  return curveOf(place.section.querySelector('div'), title, 150, '--accent');
}

function addPoints(points) {
  for (const point of points) {
    const place = log.steps.length;
    log.steps.push(point.step);
    for (const [key, value] of Object.entries(point)) {
      if (key !== 'step') (log.numbers[key] ??= Array(place).fill(null))[place] = value;
    }
    for (const column of Object.values(log.numbers)) if (column.length <= place) column.push(null);
  }
  redraw();
}

function showMeasures(list) {
  const names = [...new Set(list.map(one => one.name))];
  for (const metric of names) {
    const values = list.filter(one => one.name === metric);
    if (!measured.has(metric)) measured.set(metric, measuredPanel(values[0]));
    measured.get(metric).set(values.map(one => one.step), { [metric]: values.map(one => one.value) });
  }
}

// --- Learning rates ---------------------------------------------------------------------------------------------------------
function showRates(rates) {
  const players = Object.entries(rates);
  if (players.length === 0) return;
  const place = at('rates');
  for (const [player, rate] of players) {
    const shown = Number(rate.toPrecision(4)).toString(), id = `rate-${player}`;
    const known = at(id);
    if (known) {
      known.closest('form').querySelector('.now').textContent = `now ${shown}`;
      if (document.activeElement !== known) known.value = shown;
      continue;
    }
    if (place.querySelector('form') === null) place.replaceChildren();
    const form = document.createElement('form'), label = document.createElement('label'), input = document.createElement('input'), now = document.createElement('span'), button = document.createElement('button');
    Object.assign(label, { htmlFor: id, textContent: player });
    Object.assign(input, { id, type: 'text', inputMode: 'decimal', value: shown, autocomplete: 'off', spellcheck: false });
    Object.assign(now, { className: 'now muted', textContent: `now ${shown}` });
    Object.assign(button, { className: 'button', type: 'submit', textContent: 'Change' });
    form.append(label, input, button, now);
    form.addEventListener('submit', async event => {
      event.preventDefault();
      const wanted = Number(input.value.replace(',', '.'));
      if (!(wanted > 0)) return toast('A learning rate is a number above 0.', true);
      if (await post(`${address}/rate`, { player, rate: wanted })) toast(`${player}: ${wanted} from the next step on`);
    });
    place.append(form);
  }
}

// --- What can be done -------------------------------------------------------------------------------------------------------
at('stop').addEventListener('click', async () => {
  if (await post(`${address}/stop`)) toast('It saves and stops after this step.');
});

if (hasBegun) {
  at('timeline').addEventListener('input', () => { stopPlaying(); showSample(); });
  at('play').addEventListener('click', play);
  at('more').addEventListener('toggle', redraw);
  at('resume').addEventListener('click', async () => {
    const wanted = await ask('resume-dialog');
    if (wanted && await post(`${address}/resume`, { steps: Number(wanted.steps) })) showState({ state: 'preparing', text: 'preparing', line: 'reading the data and compiling', done: at('done').value });
  });
  at('rename').addEventListener('click', async () => {
    const wanted = await ask('rename-dialog');
    const answer = wanted && wanted.name !== name ? await post(`${address}/rename`, { name: wanted.name.trim() }) : null;
    if (answer) location.href = answer.address;
  });
  at('delete').addEventListener('click', async () => {
    if (await ask('delete-dialog') && await post(`${address}/delete`)) location.href = '/';
  });
  at('notes').addEventListener('change', async event => {
    if (await post(`${address}/notes`, { text: event.target.value })) at('notes-state').textContent = 'Saved.';
  });
}

// --- What the studio tells --------------------------------------------------------------------------------------------------
const patience = 5000, glance = 10000;
let events = null, away = null;

function showStanding(state) {
  if (!hasBegun && !['preparing', 'failed', 'gone'].includes(state.state)) return location.reload();
  showState(state);
  if (['failed', 'gone'].includes(state.state)) at('stop').hidden = true;
}

function connect() {
  events = new EventSource(`${address}/live`);
  const on = (kind, then) => events.addEventListener(kind, event => then(JSON.parse(event.data)));
  on('state', showStanding);
  if (hasBegun) {
    on('log', whole => { log = whole; redraw(); });
    on('points', addPoints);
    on('samples', showSamples);
    on('measures', showMeasures);
    on('diagnosis', showDiagnosis);
    on('rates', showRates);
    on('failure', ({ text }) => { at('failure').hidden = text === ''; at('failure').textContent = text; });
  }
  events.addEventListener('open', () => root.classList.remove('is-away', 'is-crowded'));
  events.addEventListener('error', () => {
    root.classList.add('is-away');
    // Interrupted, it comes again by itself; refused, it does not.
    if (events?.readyState === EventSource.CLOSED) refused();
  });
}

async function refused() {
  events = null;
  const state = await askState();
  root.classList.toggle('is-crowded', state !== undefined);
  if (state === null && hasBegun) showStanding({ state: 'gone', text: 'gone', line: 'There is no such run any more.' });
  else setTimeout(() => { if (events === null && !document.hidden) connect(); }, patience);
}

/** How it stands: null where there is no such run, undefined where nobody answers. */
async function askState() {
  const answer = await fetch(`${address}/state`).catch(() => undefined);
  return answer?.ok ? answer.json() : answer?.status === 404 ? null : undefined;
}

// Browsers keep six connections to a place: a page that nobody sees leaves its to others, and asks now and then how it stands.
document.addEventListener('visibilitychange', () => {
  clearInterval(away);
  if (!document.hidden) return events ?? connect();
  away = setInterval(async () => {
    events?.close();
    events = null;
    const state = await askState();
    if (state) showStanding(state);
  }, glance);
});
addEventListener('pagehide', () => { events?.close(); events = null; });
addEventListener('pageshow', event => { if (event.persisted && events === null) connect(); });
connect();
