// Runs beside each other, by what the studio has of each.
import { chart } from './charts.js';

const cards = [...document.querySelectorAll('#compared > li')];
const grouped = value => Number(value).toLocaleString('en-US');
const address = name => `/runs/${encodeURIComponent(name)}`;
const logs = await Promise.all(cards.map(async card => (await fetch(`${address(card.dataset.name)}/log`)).json()));
const names = cards.map(card => card.dataset.name);
const first = ['generator-loss', 'discriminator-loss', 'sample-distance', 'sample-diversity', 'accuracy-real', 'accuracy-generated'];

/** One list of steps for all, and for each run its values there. */
function joined(curves) {
  const steps = [...new Set(curves.flatMap(curve => [...curve.keys()]))].sort((a, b) => a - b);
  return [steps, Object.fromEntries(curves.map((curve, at) => [names[at], steps.map(step => curve.get(step) ?? null)]).filter(([, values]) => values.some(value => value != null)))];
}

function draw(title, curves) {
  const [steps, numbers] = joined(curves);
  if (Object.keys(numbers).length === 0) return;
  const section = document.createElement('section'), head = document.createElement('h2'), place = document.createElement('div');
  section.className = 'panel';
  head.textContent = title;
  section.append(head, place);
  document.getElementById('curves').append(section);
  chart(place, { name: title, height: 180, colour: text => `--series-${names.indexOf(text) + 1}` }).set(steps, numbers);
}

for (const metric of new Set(logs.flatMap(log => log.measures.map(({ name }) => name))))
  draw(metric, logs.map(log => new Map(log.measures.filter(({ name }) => name === metric).map(({ step, value }) => [step, value]))));
const keys = [...new Set(logs.flatMap(log => Object.keys(log.numbers)))].sort((a, b) => (first.indexOf(a) + 99) % 99 - (first.indexOf(b) + 99) % 99);
for (const key of keys)
  draw(key.replaceAll('-', ' '), logs.map(log => new Map((log.numbers[key] ?? []).map((value, at) => [log.steps[at], value]).filter(([, value]) => value != null))));

const slider = document.getElementById('timeline');
const steps = [...new Set(logs.flatMap(log => log.samples.map(([step]) => step)))].sort((a, b) => a - b);
function show() {
  const step = steps[Number(slider.value)];
  document.getElementById('sample-step').textContent = step === undefined ? '' : grouped(step);
  slider.setAttribute('aria-valuetext', `step ${grouped(step ?? 0)}`);
  cards.forEach((card, at) => {
    const sample = logs[at].samples.findLast(([saved]) => saved <= step), image = card.querySelector('img');
    image.hidden = !sample;
    card.querySelector('.nothing').hidden = Boolean(sample);
    if (!sample) return;
    image.alt = `Samples of ${names[at]} at step ${grouped(sample[0])}`;
    image.onload = () => image.classList.toggle('enlarged', image.naturalWidth < image.clientWidth * devicePixelRatio);
    image.src = `${address(names[at])}/samples/${sample[0]}?v=${sample[1]}`;
  });
}
slider.max = Math.max(0, steps.length - 1);
slider.value = slider.max;
slider.disabled = steps.length < 2;
slider.addEventListener('input', show);
show();
