// The game in slow motion: each picture is a state that the studio tells after a move; nothing is computed here but colours.
import { toast } from './actions.js';
import { chart } from './charts.js';

const root = document.getElementById('game'), at = id => document.getElementById(id);
const canvas = at('plane'), pen = canvas.getContext('2d');
const lessons = [...document.querySelectorAll('[data-lesson][aria-pressed]')], movers = [...document.querySelectorAll('[data-move]')];
const says = chart(at('says'), { name: 'What D says', height: 150, label: name => name === 'generated' ? 'forged' : name });
const pause = 45, mostArrows = 256, mostPoints = 400, longest = 40;

let lesson = root.dataset.lesson, data = null, seed = 1;
let still = null, now = null, before = {}, isPlaying = false, queue = Promise.resolve();
let history = { steps: [], real: [], generated: [] };

/** Asks the studio, one question after the other. Gives the answer, or null after having said why not. */
function askFor(address, body) {
  const answered = queue.then(async () => {
    try {
      const answer = await fetch(typeof address === 'function' ? address() : address, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
      if (answer.status === 404) {
        toast('This game made room for another; it begins anew.');
        return await begin(true);
      }
      if (!answer.ok) throw new Error((await answer.text()).trim());
      return await answer.json();
    } catch (error) {
      play(false);
      toast(error instanceof TypeError ? 'The studio does not answer; is it still running?' : error.message, true);
      return null;
    }
  });
  queue = answered.catch(() => null);
  return answered;
}

async function begin(isInside = false) {
  const body = { lesson, data, seed };
  const state = isInside
    ? await fetch('/game/begin', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }).then(answer => answer.ok ? answer.json() : null)
    : await askFor('/game/begin', body);
  if (!state) return null;
  before = {};
  history = { steps: [], real: [], generated: [] };
  take(state);
  return isInside ? null : state;
}

async function move(kind, count = 1) {
  const state = await askFor(() => `/game/${now.game}/play`, { move: kind, count });
  if (state) take(state, kind);
  return state;
}

async function change(settings) {
  const state = await askFor(() => `/game/${now.game}/set`, settings);
  if (state) take(state);
}

function take(state, kind = null) {
  if (state.settings) {
    still = state;
    showSettings(state.settings);
  }
  before = kind && now ? { discriminator: now.discriminator.loss, generator: now.generator.loss } : {};
  now = state;
  remember();
  show();
}

function remember() {
  const last = history.steps.length - 1;
  if (last >= 0 && history.steps[last] === now.step) for (const list of Object.values(history)) list.pop();
  history.steps.push(now.step);
  history.real.push(now.ofReal);
  history.generated.push(now.ofMade);
  // Every second one of a long game is as good.
  if (history.steps.length > mostPoints) for (const name of Object.keys(history)) history[name] = history[name].filter((_, place) => place % 2 === 0);
}

async function play(on) {
  if (on === isPlaying) return;
  isPlaying = on;
  at('play').textContent = on ? 'Pause' : 'Play';
  at('play').setAttribute('aria-pressed', on);
  while (isPlaying) {
    const begun = performance.now();
    if (!await move('both', Number(at('pace').value)) || now.diverged) break;
    await new Promise(resolve => setTimeout(resolve, Math.max(0, pause - (performance.now() - begun))));
    await new Promise(requestAnimationFrame);
  }
  if (isPlaying) play(false);
}

// What is said.

const grouped = value => value.toLocaleString('en-US');
const percent = share => `${Math.round(share * 100)} %`;
const minus = text => text.replace('-', '−');
const three = value => value == null ? '–' : Math.abs(value) >= 1e4 ? minus(value.toExponential(2)) : minus(value.toFixed(3));
const rate = value => value >= 0.001 ? String(Number(value.toPrecision(2))) : value.toExponential(1).replace('.0', '').replace('e-', ' · 10⁻').replace(/\d$/, digit => '⁰¹²³⁴⁵⁶⁷⁸⁹'[digit]).replace(/^1 · /, '');
const small = value => value == null || value >= 0.001 || value === 0 ? three(value) : rate(value);
const put = (id, text) => { if (at(id).textContent !== text) at(id).textContent = text; };

function show() {
  put('step', `step ${grouped(now.step)}`);
  const lacks = (now.step === 0 ? still.settings.lead : 0) + still.settings.moves - now.pending;
  put('due', lacks > 0 ? `${lacks === 1 ? 'a move' : `${grouped(lacks)} moves`} of the expert, then the forger's` : 'the forger\'s move is due');
  put('arrow', small(now.arrow));
  put('of-real', three(now.ofReal));
  put('of-made', three(now.ofMade));
  put('right-real', percent(now.rightOfReal));
  put('right-made', percent(now.rightOfMade));
  put('reached', still.modes ? `${now.reached} of ${still.modes}` : '–');
  for (const player of ['discriminator', 'generator']) {
    showFormula(player);
    const beside = document.querySelector(`[data-beside=${player}]`), sign = player === 'discriminator' ? 'D' : 'G';
    const text = `L(${sign}) = ${formulaOf(player)} = ${three(now[player].loss)}`;
    if (beside.textContent !== text) beside.textContent = text;
  }
  at('broken').hidden = !now.diverged;
  for (const button of [...movers, at('play')]) button.disabled = now.diverged;
  canvas.setAttribute('aria-label', `${still.dimensions === 1 ? 'Numbers' : 'Points of the plane'} at step ${grouped(now.step)}: D says ${three(now.ofReal)} of real and ${three(now.ofMade)} of forged ones`
    + `${still.modes ? `; forgeries reach ${now.reached} of ${still.modes} heaps` : ''}; half of the arrows are shorter than ${small(now.arrow)}`);
  says.set(history.steps, { real: history.real, generated: history.generated });
  draw();
}

const formulaOf = player => now[player].terms.map(term => term.sign + term.text).join(' ');

/** The formula, and below each term its number. */
function showFormula(player) {
  const box = at(`${player}-formula`), terms = now[player].terms, text = formulaOf(player);
  if (box.dataset.text !== text) {
    box.dataset.text = text;
    const name = document.createElement('span');
    name.textContent = `L(${player === 'discriminator' ? 'D' : 'G'}) =`;
    name.className = 'name';
    const columns = terms.map(term => {
      const column = document.createElement('span'), above = document.createElement('span'), below = document.createElement('b');
      column.className = `term of-${term.of}`;
      above.textContent = term.sign + term.text;
      column.append(above, below);
      return column;
    });
    const sum = document.createElement('span');
    sum.className = 'sum';
    sum.append('= ', document.createElement('b'), document.createElement('i'));
    box.replaceChildren(name, ...columns, sum);
  }
  box.querySelectorAll('.term b').forEach((number, place) => {
    const value = terms[place].value;
    number.textContent = terms[place].sign + (value < 0 ? `(${three(value)})` : three(value));
  });
  box.querySelector('.sum b').textContent = three(now[player].loss);
  box.querySelector('.sum i').textContent = before[player] == null ? '' : `was ${three(before[player])}`;
}

function showSettings(settings) {
  for (const player of ['discriminator', 'generator']) {
    at(`${player}-rate`).value = Math.log10(settings[`${player}Rate`]);
    showRate(player, settings[`${player}Rate`]);
  }
  at('moves').value = settings.moves;
  put('moves-now', String(settings.moves));
  for (const name of ['objective', 'penalty', 'data']) at(name).value = settings[name];
}

function showRate(player, value) {
  put(`${player}-rate-now`, rate(value));
  at(`${player}-rate`).setAttribute('aria-valuetext', rate(value));
}

// What is drawn.

let colours = {};
function readColours() {
  const style = getComputedStyle(document.documentElement), rgb = name => [1, 3, 5].map(place => parseInt(style.getPropertyValue(name).trim().slice(place, place + 2), 16));
  colours = Object.fromEntries([['surface', '--surface'], ['ink', '--ink'], ['muted', '--muted'], ['grid', '--grid'], ['line', '--line'], ['made', '--generator'], ['real', '--discriminator']].map(([name, variable]) => [name, rgb(variable)]));
}
const css = (colour, alpha = 1) => `rgb(${colour[0]} ${colour[1]} ${colour[2]} / ${alpha})`;

/** From 0, taken for forged, to 1, taken for real. */
const shade = score => score == null ? 0.5 : still.logits ? 1 / (1 + Math.exp(-score)) : 0.5 + 0.5 * Math.tanh((score - now.boundary) / Math.max(now.spread ?? 1, 1e-3));

const tint = document.createElement('canvas');
function drawField(x, y, width, height) {
  const rows = still.dimensions === 1 ? 1 : still.columns;
  [tint.width, tint.height] = [still.columns, rows];
  const brush = tint.getContext('2d'), image = brush.createImageData(still.columns, rows);
  now.field.forEach((score, place) => {
    const share = 2 * shade(score) - 1, strength = Math.abs(share) * 0.42, colour = share > 0 ? colours.real : colours.made;
    for (let channel = 0; channel < 3; channel++) image.data[4 * place + channel] = colours.surface[channel] + strength * (colour[channel] - colours.surface[channel]);
    image.data[4 * place + 3] = 255;
  });
  brush.putImageData(image, 0, 0);
  pen.imageSmoothingEnabled = true;
  pen.drawImage(tint, x, y, width, height);
}

function ticksOf(low, high) {
  const raw = (high - low) / 6, power = 10 ** Math.floor(Math.log10(raw)), step = [1, 2, 5, 10].map(factor => factor * power).find(size => size >= raw);
  const ticks = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) ticks.push(Math.abs(tick) < step / 1e6 ? 0 : tick);
  return ticks;
}

function dot(x, y, radius, colour, rim) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = colour;
  pen.fill();
  if (rim) {
    pen.strokeStyle = rim;
    pen.lineWidth = 1;
    pen.stroke();
  }
}

function arrow(x, y, dx, dy, unit) {
  const length = Math.hypot(dx, dy);
  if (!(length > 0)) return;
  const reach = unit * longest * Math.tanh(length * 0.4), head = Math.min(5 * unit, reach * 0.5);
  if (reach < 1) return;
  const [ux, uy] = [dx / length, dy / length], [endX, endY] = [x + reach * ux, y + reach * uy];
  pen.moveTo(x, y);
  pen.lineTo(endX, endY);
  pen.moveTo(endX - head * (ux + 0.6 * uy), endY - head * (uy - 0.6 * ux));
  pen.lineTo(endX, endY);
  pen.lineTo(endX - head * (ux - 0.6 * uy), endY - head * (uy + 0.6 * ux));
}

let frame = null;
function draw() {
  if (!now) return;
  const side = canvas.clientWidth, ratio = devicePixelRatio || 1;
  if (canvas.width !== Math.round(side * ratio)) canvas.width = canvas.height = Math.round(side * ratio);
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, side, side);
  pen.font = '12px system-ui, sans-serif';
  pen.lineJoin = pen.lineCap = 'round';
  const left = still.dimensions === 1 ? 30 : 1, bottom = still.dimensions === 1 ? 24 : 1, unit = Math.max(0.7, side / 560);
  frame = { left, top: 1, width: side - left - 1, height: side - bottom - 1, unit };
  if (still.dimensions === 1) drawLine();
  else drawPlane();
}

function drawPlane() {
  const { left, top, width, height, unit } = frame, [low, high, below, above] = still.axes;
  const placeX = x => left + (x - low) / (high - low) * width, placeY = y => top + (above - y) / (above - below) * height;
  drawField(left, top, width, height);
  pen.save();
  pen.beginPath();
  pen.rect(left, top, width, height);
  pen.clip();
  for (let place = 0; place < still.real.length; place += 2) dot(placeX(still.real[place]), placeY(still.real[place + 1]), 2.6 * unit, css(colours.real, 0.75));
  pen.beginPath();
  for (let place = 0; place < Math.min(now.points.length, 2 * mostArrows); place += 2) arrow(placeX(now.points[place]), placeY(now.points[place + 1]), now.arrows[place], -now.arrows[place + 1], unit);
  pen.strokeStyle = css(colours.made, 0.8);
  pen.lineWidth = 1.3 * unit;
  pen.stroke();
  for (let place = 0; place < now.points.length; place += 2) dot(placeX(now.points[place]), placeY(now.points[place + 1]), 3 * unit, css(colours.made), css(colours.surface, 0.9));
  pen.restore();
  pen.strokeStyle = css(colours.line);
  pen.lineWidth = 1;
  pen.strokeRect(left, top, width, height);
}

/** Above, D along the line; below, the bells of both; arrows where forgeries lie. */
function drawLine() {
  const { left, top, width, height, unit } = frame, [low, high] = still.axes;
  const placeX = x => left + (x - low) / (high - low) * width;
  const split = top + height * 0.55, base = top + height - 34 * unit;
  drawField(left, top, width, split - top);
  pen.strokeStyle = css(colours.line);
  pen.lineWidth = 1;
  pen.strokeRect(left, top, width, split - top);
  pen.fillStyle = css(colours.muted);
  pen.textAlign = 'right';
  const inset = 12, level = share => split - inset - share * (split - top - 2 * inset);
  for (const [share, text] of [[0, '0'], [0.5, '½'], [1, '1']]) {
    if (still.logits) pen.fillText(text, left - 8, level(share) + 4);
    pen.beginPath();
    pen.moveTo(left, level(share));
    pen.lineTo(left + width, level(share));
    pen.strokeStyle = css(colours.line, share === 0.5 ? 1 : 0.5);
    pen.stroke();
  }
  const column = place => left + place / (still.columns - 1) * width;
  const curve = (values, heightOf) => {
    pen.beginPath();
    values.forEach((value, place) => pen[place === 0 ? 'moveTo' : 'lineTo'](column(place), heightOf(value)));
  };
  if (still.logits) {
    // What the best expert would say: Goodfellow et al. 2014, proposition 1.
    pen.setLineDash([4, 5]);
    curve(still.data.map((real, place) => real + now.made[place] < 1e-3 ? null : real / (real + now.made[place])).map(share => share ?? NaN), share => Number.isNaN(share) ? NaN : level(share));
    pen.strokeStyle = css(colours.ink, 0.55);
    pen.lineWidth = 1.4;
    pen.stroke();
    pen.setLineDash([]);
  }
  curve(now.field.map(shade), level);
  pen.strokeStyle = css(colours.ink);
  pen.lineWidth = 2.4;
  pen.stroke();
  pen.textAlign = 'left';
  pen.fillStyle = css(colours.ink);
  pen.fillText(still.logits ? 'D(x)' : 'D(x), scaled', left + 10, top + 18);
  if (still.logits) {
    pen.fillStyle = css(colours.muted);
    pen.fillText('dashed: the best D there could be', left + 52, top + 18);
  }
  const tallest = 1.15 * Math.max(...still.data), rise = value => base - Math.min(1.08, value / tallest) * (base - split - 14);
  for (const [values, colour] of [[still.data, colours.real], [now.made, colours.made]]) {
    curve(values, rise);
    pen.strokeStyle = css(colour);
    pen.lineWidth = 2;
    pen.stroke();
    pen.lineTo(column(still.columns - 1), base);
    pen.lineTo(left, base);
    pen.fillStyle = css(colour, 0.16);
    pen.fill();
  }
  pen.beginPath();
  pen.moveTo(left, base);
  pen.lineTo(left + width, base);
  pen.strokeStyle = css(colours.line);
  pen.lineWidth = 1;
  pen.stroke();
  const lane = place => base + 9 * unit + (place % 5) * 5 * unit;
  pen.save();
  pen.beginPath();
  pen.rect(left, base, width, 40 * unit);
  pen.clip();
  const shown = Math.min(now.points.length, 80);
  pen.beginPath();
  for (let place = 0; place < shown; place++) arrow(placeX(now.points[place]), lane(place), now.arrows[place], 0, unit);
  pen.strokeStyle = css(colours.made, 0.85);
  pen.lineWidth = 1.3 * unit;
  pen.stroke();
  for (let place = 0; place < shown; place++) dot(placeX(now.points[place]), lane(place), 2.4 * unit, css(colours.made), css(colours.surface, 0.9));
  pen.restore();
  pen.fillStyle = css(colours.muted);
  pen.textAlign = 'center';
  for (const tick of ticksOf(low, high)) pen.fillText(minus(String(Number(tick.toPrecision(6)))), placeX(tick), top + height + 17);
}

// What is done.

for (const button of movers) button.addEventListener('click', () => { play(false); move(button.dataset.move); });
at('play').addEventListener('click', () => play(!isPlaying));
at('reset').addEventListener('click', () => { play(false); begin(); });
at('dice').addEventListener('click', () => { play(false); seed = 1 + Math.floor(Math.random() * 1e6); begin(); });
for (const button of lessons) {
  button.addEventListener('click', () => {
    play(false);
    [lesson, data, seed] = [button.dataset.lesson, null, 1];
    for (const one of lessons) one.setAttribute('aria-pressed', one === button);
    put('tells', button.dataset.text);
    globalThis.history.replaceState(null, '', `/game?lesson=${lesson}`);
    begin();
  });
}
for (const player of ['discriminator', 'generator']) {
  const slider = at(`${player}-rate`), value = () => Number((10 ** Number(slider.value)).toPrecision(2));
  slider.addEventListener('input', () => showRate(player, value()));
  slider.addEventListener('change', () => change({ [`${player}Rate`]: value() }));
}
at('moves').addEventListener('input', () => put('moves-now', at('moves').value));
at('moves').addEventListener('change', () => change({ moves: Number(at('moves').value) }));
at('penalty').addEventListener('change', () => change({ penalty: at('penalty').value }));
at('objective').addEventListener('change', () => {
  // A critic without bounds runs away.
  const isLoose = at('objective').value === 'wasserstein' && at('penalty').value === 'none';
  change({ objective: at('objective').value, ...(isLoose ? { penalty: 'gradient-penalty' } : {}) });
});
at('data').addEventListener('change', () => { play(false); data = at('data').value; begin(); });
canvas.addEventListener('pointermove', event => {
  if (!frame || !now) return;
  const box = canvas.getBoundingClientRect(), x = (event.clientX - box.left - frame.left) / frame.width, y = (event.clientY - box.top - frame.top) / frame.height;
  const column = Math.floor(x * still.columns), row = still.dimensions === 1 ? 0 : Math.floor(y * still.columns);
  const score = x >= 0 && x < 1 && y >= 0 && y < 1 ? now.field[row * still.columns + column] : null;
  put('here', score == null ? '' : `D here: ${still.logits ? three(shade(score)) : three(score)}`);
});
canvas.addEventListener('pointerleave', () => put('here', ''));
new ResizeObserver(draw).observe(canvas);
addEventListener('themechange', () => { readColours(); draw(); });
document.addEventListener('visibilitychange', () => { if (document.hidden) play(false); });
readColours();
begin();
