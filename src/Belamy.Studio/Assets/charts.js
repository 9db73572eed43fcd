import uPlot from './uplot/uPlot.esm.js';

const trendFrom = 60, trendWindows = 40;

const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// Players keep their colours everywhere: the forger is warm, the expert cool.
const roles = [[/^(generator|autoencoder|translator|decoder)/, '--generator'], [/^(discriminator|critic|real)/, '--discriminator'], [/^generated/, '--generator']];
const others = ['--series-1', '--series-2', '--series-3', '--series-4', '--series-5'];

export function colourOf(name, at) {
  return roles.find(([pattern]) => pattern.test(name))?.[1] ?? others[at % others.length];
}

export function digits(value) {
  if (value == null || Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e6)) return value.toExponential(1);
  return size >= 1000 ? value.toFixed(0) : size >= 10 ? value.toFixed(2) : value.toFixed(3);
}

const grouped = value => Math.round(value).toLocaleString('en-US');

/** The means of neighbours, which show where a noisy curve goes. */
function trendOf(values) {
  const reach = Math.max(1, Math.floor(values.length / trendWindows / 2));
  const sums = new Float64Array(values.length + 1), counts = new Int32Array(values.length + 1);
  values.forEach((value, at) => {
    sums[at + 1] = sums[at] + (value ?? 0);
    counts[at + 1] = counts[at] + (value == null ? 0 : 1);
  });
  return values.map((value, at) => {
    if (value == null) return null;
    const from = Math.max(0, at - reach), to = Math.min(values.length, at + reach + 1);
    return (sums[to] - sums[from]) / (counts[to] - counts[from]);
  });
}

/** The range of most values: what is far out would press the rest flat. */
function rangeOf(columns) {
  const all = columns.flat().filter(value => value != null && Number.isFinite(value)).sort((a, b) => a - b);
  if (all.length === 0) return [0, 1];
  const out = all.length > trendFrom ? Math.floor(all.length / 100) : 0;
  const low = all[out], high = all[all.length - 1 - out];
  const margin = (high - low || Math.abs(high) || 1) * 0.08;
  return [low - margin, high + margin];
}

/**
 * A chart of curves over steps.
 * @param element Where it is drawn; it keeps its height.
 * @param options name: what it shows; height; range: fixed bounds; label: of a curve's name; colour: of a curve's name and place.
 */
export function chart(element, { name, height = 260, range = null, label = text => text, colour = colourOf } = {}) {
  const legend = document.createElement('div');
  legend.className = 'legend';
  const plot = document.createElement('div');
  plot.className = 'plot';
  plot.style.height = `${height}px`;
  plot.setAttribute('role', 'img');
  element.replaceChildren(legend, plot);
  let drawn = null, names = [], steps = [], columns = [], entries = [];

  function build() {
    drawn?.destroy();
    const bounds = () => range ?? rangeOf(columns);
    const series = names.flatMap((text, at) => {
      const stroke = () => style(colour(text, at));
      return [
        { stroke, width: 1, alpha: 0.3, points: { show: false }, spanGaps: true },
        { stroke, width: 2, spanGaps: true, points: { show: () => steps.length < 3, size: 6 } },
      ];
    });
    const axis = { stroke: () => style('--muted'), grid: { stroke: () => style('--grid'), width: 1 }, ticks: { show: false }, font: '12px system-ui, sans-serif' };
    drawn = new uPlot({
      width: Math.max(200, plot.clientWidth), height,
      legend: { show: false },
      cursor: { sync: { key: 'steps' }, y: false, points: { show: false }, drag: { x: true, y: false } },
      scales: { x: { time: false }, y: { range: () => bounds() } },
      axes: [
        { ...axis, size: 30, values: (_, ticks) => ticks.map(grouped), space: 70 },
        { ...axis, size: 58, values: (_, ticks) => ticks.map(tick => Math.abs(tick) >= 1000 ? grouped(tick) : `${+tick.toPrecision(4)}`), space: 36 },
      ],
      series: [{}, ...series],
      hooks: { setCursor: [show] },
    }, data(), plot);
    legend.replaceChildren(...names.map((text, at) => {
      const entry = document.createElement('span'), swatch = document.createElement('i'), value = document.createElement('b');
      swatch.style.background = `var(${colour(text, at)})`;
      entry.append(swatch, label(text), value);
      return entry;
    }));
    entries = [...legend.querySelectorAll('b')];
    show(drawn);
  }

  const data = () => [steps, ...columns.flatMap(column => column.length >= trendFrom ? [column, trendOf(column)] : [column.map(() => null), column])];

  function show(plotted) {
    const at = plotted?.cursor?.idx;
    entries.forEach((entry, index) => {
      const values = data.last?.[2 * index + 2];
      entry.textContent = digits(at == null ? values?.findLast(value => value != null) : values?.[at]);
    });
  }

  function refresh() {
    const all = data();
    data.last = all;
    drawn.setData(all);
    show(drawn);
    plot.setAttribute('aria-label', steps.length === 0 ? `${name}: nothing yet`
      : `${name} at step ${grouped(steps.at(-1))}: ${names.map((text, at) => `${label(text)} ${digits(columns[at].findLast(value => value != null))}`).join(', ')}`);
  }

  new ResizeObserver(() => drawn?.setSize({ width: Math.max(200, plot.clientWidth), height })).observe(plot);
  addEventListener('themechange', () => drawn?.redraw(false));
  return {
    /** Shows other values: a list of steps, and a list of values under each name. */
    set(newSteps, numbers) {
      const found = Object.keys(numbers);
      const isAnew = drawn === null || found.join('\n') !== names.join('\n');
      [steps, names, columns] = [newSteps, found, found.map(key => numbers[key])];
      data.last = data();
      if (isAnew) build();
      refresh();
    },
  };
}
