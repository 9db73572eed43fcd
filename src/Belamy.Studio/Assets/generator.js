// Playing with a generator: what is asked for is in the addresses of its pictures.
import { post, toast } from './actions.js';

const root = document.getElementById('generator');
const address = `/runs/${encodeURIComponent(root.dataset.name)}/generator`;
const at = id => document.getElementById(id);
const sliders = [...document.querySelectorAll('[data-direction]')], tiles = [...document.querySelectorAll('#tiles button')];
let index = 0, label = null, due = 0;

const truncation = () => Number(at('truncation').value) >= Number(at('truncation').max) ? null : Number(at('truncation').value);
const along = () => sliders.map(slider => Number(slider.value));

function query(more) {
  const parts = new URLSearchParams({ seed: Math.max(0, Math.round(Number(at('seed').value) || 0)), ...more });
  if (label !== null) parts.set('label', label);
  if (truncation() !== null) parts.set('truncation', truncation());
  return parts;
}

// Decoded aside, so that nothing flickers; of several asked for, the last one stays.
async function show(image, source) {
  image.dataset.wanted = source;
  const next = new Image();
  next.src = source;
  await next.decode().catch(() => null);
  if (image.dataset.wanted !== source) return;
  image.src = source;
  image.classList.toggle('enlarged', next.naturalWidth > 0 && next.naturalWidth < image.clientWidth * devicePixelRatio);
}

function showMoved() {
  const parts = query({ index });
  for (const far of along()) parts.append('along', far);
  const source = `${address}/moved.png?${parts}`;
  at('moved').alt = `Sample ${index}${along().some(far => far !== 0) ? ', moved' : ''}`;
  at('download').href = source;
  at('download').download = `${root.dataset.name}-seed-${parts.get('seed')}-sample-${index}.png`;
  show(at('moved'), source);
}

function showWalk() {
  const [from, to] = [at('from').value, at('to').value];
  at('walk').alt = `Pictures on the way from sample ${from} to sample ${to}`;
  show(at('walk'), `${address}/walk.png?${query({ from, to })}`);
}

function showAll() {
  clearTimeout(due);
  due = setTimeout(() => {
    tiles.forEach((tile, place) => show(tile.querySelector('img'), `${address}/sample.png?${query({ index: place })}`));
    showMoved();
    showWalk();
  }, 60);
}

if (tiles.length > 0) {
  at('seed').addEventListener('input', showAll);
  at('dice').addEventListener('click', () => {
    at('seed').value = Math.floor(Math.random() * 1e6);
    showAll();
  });
  at('truncation').addEventListener('input', () => {
    const text = truncation() === null ? 'off' : truncation().toFixed(1);
    at('truncation-now').textContent = text;
    at('truncation').setAttribute('aria-valuetext', text);
    showAll();
  });
  at('classes')?.addEventListener('click', event => {
    const button = event.target.closest('button');
    if (!button) return;
    label = button.dataset.label === '' ? null : Number(button.dataset.label);
    for (const one of at('classes').children) one.setAttribute('aria-pressed', one === button);
    showAll();
  });
  at('tiles').addEventListener('click', event => {
    const tile = event.target.closest('button');
    if (!tile) return;
    index = Number(tile.dataset.index);
    for (const one of tiles) one.setAttribute('aria-pressed', one === tile);
    for (const slider of sliders) slider.value = 0;
    at('from').value = index;
    showMoved();
    showWalk();
  });
  for (const slider of sliders) slider.addEventListener('input', showMoved);
  at('reset')?.addEventListener('click', () => {
    for (const slider of sliders) slider.value = 0;
    showMoved();
  });
  at('from').addEventListener('input', showWalk);
  at('to').addEventListener('input', showWalk);
  at('star').addEventListener('click', async () => {
    const parts = query({});
    const answer = await post(`${address}/star`, { seed: Number(parts.get('seed')), index, label, truncation: truncation(), along: along() });
    if (!answer) return;
    const item = document.createElement('li'), image = document.createElement('img');
    Object.assign(image, { src: `${address}/starred/${encodeURIComponent(answer.file)}`, alt: answer.file });
    item.append(image);
    at('starred').append(item);
    toast('Kept in starred/ in the run\'s folder.');
  });
  showAll();
}

const away = 'The studio does not answer; is it still running?';

/** A place where a picture is dropped or chosen. */
function takes(section, use) {
  const drop = section.querySelector('.drop');
  const take = async file => {
    if (!file || drop.classList.contains('is-busy')) return;
    drop.classList.add('is-busy');
    try {
      await use(file);
    } catch (error) {
      toast(error instanceof TypeError ? away : error.message, true);
    }
    drop.classList.remove('is-busy');
  };
  for (const kind of ['dragenter', 'dragover']) drop.addEventListener(kind, event => { event.preventDefault(); drop.classList.add('is-over'); });
  for (const kind of ['dragleave', 'drop']) drop.addEventListener(kind, event => { event.preventDefault(); drop.classList.remove('is-over'); });
  drop.addEventListener('drop', event => take(event.dataTransfer.files[0]));
  section.querySelector('input').addEventListener('change', async event => {
    await take(event.target.files[0]);
    // The same one can be chosen again.
    event.target.value = '';
  });
}

async function send(file, place) {
  const answer = await fetch(`${address}/${place}`, { method: 'POST', body: file });
  if (!answer.ok) throw new Error((await answer.text()).trim());
  return answer;
}

function put(section, which, picture) {
  const image = section.querySelector(`.${which}`);
  URL.revokeObjectURL(image.src);
  image.onload = () => image.classList.toggle('enlarged', image.naturalWidth < image.clientWidth * devicePixelRatio);
  image.src = URL.createObjectURL(picture);
}

function showPair(section, pictures) {
  for (const which of ['before', 'after']) put(section, which, new Blob([Uint8Array.from(atob(pictures[which]), letter => letter.charCodeAt(0))], { type: 'image/png' }));
  section.querySelector('.pair').hidden = false;
}

for (const section of document.querySelectorAll('.apply'))
  takes(section, async file => showPair(section, await (await send(file, `apply/${section.dataset.function}`)).json()));

/** A picture on a canvas, and the hole that is painted into it: white in a canvas of its own, which goes to the studio. */
function repair(section) {
  const canvas = section.querySelector('canvas'), brush = section.querySelector('.brush'), fill = section.querySelector('[data-do=fill]');
  const drawing = canvas.getContext('2d'), mask = document.createElement('canvas'), marks = mask.getContext('2d'), tinted = document.createElement('canvas'), tint = tinted.getContext('2d');
  let file = null, picture = null, seen = null, last = null;

  function draw() {
    tint.globalCompositeOperation = 'copy';
    tint.drawImage(mask, 0, 0);
    tint.globalCompositeOperation = 'source-in';
    tint.fillStyle = getComputedStyle(section).getPropertyValue('--accent');
    tint.fillRect(0, 0, tinted.width, tinted.height);
    drawing.globalAlpha = 1;
    drawing.drawImage(picture, 0, 0, canvas.width, canvas.height);
    drawing.globalAlpha = .75;
    drawing.drawImage(tinted, 0, 0);
    // What lies outside the middle is not seen by the networks.
    drawing.globalAlpha = .5;
    drawing.fillStyle = '#808080';
    drawing.beginPath();
    drawing.rect(0, 0, canvas.width, canvas.height);
    drawing.rect(seen.left, seen.top, seen.width, seen.height);
    drawing.fill('evenodd');
  }

  function clear() {
    marks.clearRect(0, 0, mask.width, mask.height);
    fill.disabled = true;
    draw();
  }

  function mark(paint) {
    marks.save();
    marks.beginPath();
    marks.rect(seen.left, seen.top, seen.width, seen.height);
    marks.clip();
    paint();
    marks.restore();
    fill.disabled = false;
    draw();
  }

  function stroke(event) {
    const box = canvas.getBoundingClientRect(), scale = canvas.width / box.width;
    const here = { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
    mark(() => {
      marks.strokeStyle = '#fff';
      marks.lineCap = 'round';
      marks.lineWidth = Number(brush.value) / 100 * Math.max(canvas.width, canvas.height);
      marks.beginPath();
      marks.moveTo(last?.x ?? here.x, last?.y ?? here.y);
      marks.lineTo(here.x, here.y);
      marks.stroke();
    });
    last = here;
  }

  async function show(chosen) {
    picture = await createImageBitmap(chosen).catch(() => { throw new Error(`${chosen.name}: the browser does not read it as a picture`); });
    file = chosen;
    // Small ones as large as they are painted on, large ones as they are.
    const enlarged = Math.max(1, Math.floor(320 / Math.max(picture.width, picture.height)));
    for (const one of [canvas, mask, tinted]) Object.assign(one, { width: picture.width * enlarged, height: picture.height * enlarged });
    drawing.imageSmoothingEnabled = enlarged === 1;
    const [wide, high] = [Number(section.dataset.width), Number(section.dataset.height)], shape = wide === 0 ? canvas.width / canvas.height : wide / high;
    const inset = shape === canvas.width / canvas.height ? 0 : enlarged;
    seen = { width: Math.floor(Math.min(canvas.width, canvas.height * shape)) - 2 * inset, height: Math.floor(Math.min(canvas.height, canvas.width / shape)) - 2 * inset };
    Object.assign(seen, { left: Math.ceil((canvas.width - seen.width) / 2), top: Math.ceil((canvas.height - seen.height) / 2) });
    section.querySelector('.after').removeAttribute('src');
    for (const hidden of section.querySelectorAll('.pair, .controls')) hidden.hidden = false;
    clear();
  }

  takes(section, show);
  canvas.addEventListener('pointerdown', event => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    last = null;
    stroke(event);
  });
  canvas.addEventListener('pointermove', event => { if (canvas.hasPointerCapture(event.pointerId)) stroke(event); });
  brush.addEventListener('input', () => brush.setAttribute('aria-valuetext', `${brush.value} % of the picture`));
  section.querySelector('.controls').addEventListener('click', async event => {
    const wanted = event.target.closest('button')?.dataset.do;
    try {
      if (wanted === 'clear') clear();
      if (wanted === 'hole') {
        const hole = new Image();
        hole.src = `${address}/hole/${section.dataset.function}?seed=${Math.floor(Math.random() * 1e6)}`;
        await hole.decode();
        clear();
        mark(() => {
          // White stays, black becomes clear.
          const plain = document.createElement('canvas');
          Object.assign(plain, { width: hole.naturalWidth, height: hole.naturalHeight });
          const pen = plain.getContext('2d');
          pen.drawImage(hole, 0, 0);
          const pixels = pen.getImageData(0, 0, plain.width, plain.height);
          for (let place = 0; place < pixels.data.length; place += 4) pixels.data[place + 3] = pixels.data[place];
          pen.putImageData(pixels, 0, 0);
          marks.imageSmoothingEnabled = false;
          marks.drawImage(plain, seen.left, seen.top, seen.width, seen.height);
        });
      }
      if (wanted === 'fill') {
        fill.disabled = true;
        section.classList.add('is-busy');
        const form = new FormData();
        form.append('picture', file, 'picture');
        form.append('mask', await new Promise(done => mask.toBlob(done)), 'mask.png');
        const answer = await fetch(`${address}/restore/${section.dataset.function}`, { method: 'POST', body: form });
        if (!answer.ok) throw new Error((await answer.text()).trim());
        put(section, 'after', await answer.blob());
      }
    } catch (error) {
      toast(error instanceof TypeError ? away : error.message, true);
    }
    section.classList.remove('is-busy');
    if (wanted === 'fill') fill.disabled = false;
  });
}

for (const section of document.querySelectorAll('.repair')) repair(section);

const project = at('project');
if (project) {
  const bar = project.querySelector('progress'), said = project.querySelector('.said');
  takes(project, async file => {
    bar.removeAttribute('value');
    said.textContent = 'Looking for a place to begin …';
    try {
      const answer = await send(file, `project${label === null ? '' : `?label=${label}`}`);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '', last = null;
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const lines = (rest + part.value).split('\n');
        rest = lines.pop();
        for (const line of lines) {
          last = JSON.parse(line);
          if (last.of) {
            bar.value = last.step / last.of;
            said.textContent = `Step ${last.step} of ${last.of}: error ${last.error.toFixed(4)}`;
          }
        }
      }
      if (!last?.after) throw new Error('The search was broken off.');
      showPair(project, last);
      said.textContent = `Mean squared error ${last.error.toFixed(4)} of values from -1 to 1; the nearest of 1,024 samples has ${last.beginning.toFixed(4)}.`;
    } catch (error) {
      said.textContent = '';
      throw error;
    } finally {
      bar.value = 0;
    }
  });
}
