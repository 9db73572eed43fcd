#!/usr/bin/env python3
"""What the studio costs: how fast it starts and answers, and how much slower a training is while pages follow it.

    python3 bench/studio.py --start 7
    python3 bench/studio.py --rounds 3

Looks at a training in turn not at all, with one page that follows it, and with 200 of them and 20 requests a second for other
pages; the visitors are sockets of this program, whose own processor time is told beside the studio's, both as shares of a core.
--browser adds a page in Chromium, which draws what it is told. Nothing else should run meanwhile.
"""
import argparse, http.client, itertools, json, math, os, resource, selectors, shutil, signal, socket, statistics, subprocess, tempfile, threading, time

sheets = 200
here = os.path.dirname(os.path.abspath(__file__))
options = argparse.ArgumentParser(description=__doc__.split('\n')[0])
options.add_argument('--belamy', nargs='+', default=['dotnet', os.path.join(here, '../src/Belamy.Cli/bin/Release/net10.0/Belamy.Cli.dll')], help='the command')
options.add_argument('--train', nargs='+', default=['digits', '--batch', '32'], help='what is trained')
options.add_argument('--seconds', type=float, default=4, help='that each kind of visitors is measured')
options.add_argument('--settle', type=float, default=0.7, help='seconds before')
options.add_argument('--turns', type=int, default=1, help='in one training, there and back')
options.add_argument('--rounds', type=int, default=0)
options.add_argument('--only', nargs='+', choices=['alone', 'page', 'browser', 'crowd'], default=['alone', 'page', 'crowd'])
options.add_argument('--browser', action='store_true')
options.add_argument('--viewers', type=int, default=200)
options.add_argument('--requests', type=int, default=20, help='a second')
options.add_argument('--start', type=int, default=0, help='how often it is started')
options.add_argument('--others', type=int, default=0, help='finished runs beside the one that is trained')
options.add_argument('--json', help='a file that every figure is appended to')
options = options.parse_args()
home = tempfile.mkdtemp(prefix='belamy-studio-bench-')
runs = os.path.join(home, 'runs')


class Studio:
    def __init__(self):
        begun = time.perf_counter()
        self.process = subprocess.Popen([*options.belamy, 'studio', runs, '--port', '0'], stdout=subprocess.PIPE, text=True, cwd=home)
        self.process.stdout.readline()
        address = self.process.stdout.readline().strip()
        self.started = time.perf_counter() - begun
        self.port = int(address.rstrip('/').rsplit(':', 1)[1])

    def get(self, path, connection=None):
        """Status, length and milliseconds of a page."""
        begun = time.perf_counter()
        connection = connection or http.client.HTTPConnection('127.0.0.1', self.port, timeout=60)
        connection.request('GET', path, headers={'Accept': 'text/html'})
        answer = connection.getresponse()
        length = len(answer.read())
        return answer.status, length, 1000 * (time.perf_counter() - begun)

    def pids(self):
        children = subprocess.run(['pgrep', '-P', str(self.process.pid)], capture_output=True, text=True).stdout.split()
        return [self.process.pid, *map(int, children)]

    def seconds(self):
        """Processor time that it has taken so far."""
        total = 0
        for pid in self.pids():
            with open(f'/proc/{pid}/stat') as stat:
                fields = stat.read().rsplit(')', 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / os.sysconf('SC_CLK_TCK')

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait()


class Viewers(threading.Thread):
    """Connections that read whatever comes."""

    def __init__(self, studio, name, count):
        super().__init__(daemon=True)
        self.ended, self.bytes, self.events, self.refused, self.lost = threading.Event(), 0, 0, 0, 0
        self.selector = selectors.DefaultSelector()
        self.sockets = []
        for _ in range(count):
            connection = socket.create_connection(('127.0.0.1', studio.port))
            connection.sendall(f'GET /runs/{name}/live HTTP/1.1\r\nHost: localhost:{studio.port}\r\nAccept: text/event-stream\r\n\r\n'.encode())
            connection.setblocking(False)
            self.sockets.append(connection)
            self.selector.register(connection, selectors.EVENT_READ, True)

    def run(self):
        while not self.ended.is_set():
            for key, _ in self.selector.select(0.2):
                try:
                    read = key.fileobj.recv(1 << 16)
                except OSError:
                    read = b''
                if not read:
                    self.lost += 1
                    self.selector.unregister(key.fileobj)
                    continue
                if key.data is True:
                    self.refused += not read.startswith(b'HTTP/1.1 200')
                    self.selector.modify(key.fileobj, selectors.EVENT_READ, False)
                self.bytes += len(read)
                self.events += read.count(b'event: ')

    def stop(self):
        self.ended.set()
        self.join()
        for connection in self.sockets:
            connection.close()


class Requests(threading.Thread):
    """Pages asked for at a rate, one after the other."""

    def __init__(self, studio, name, rate):
        super().__init__(daemon=True)
        self.studio, self.rate, self.ended, self.taken, self.failed = studio, rate, threading.Event(), [], 0
        self.paths = itertools.cycle(['/', f'/runs/{name}', '/assets/studio.css', f'/runs/{name}/samples/200', f'/runs/{name}/log', '/new', '/assets/run.js'])

    def run(self):
        connection = http.client.HTTPConnection('127.0.0.1', self.studio.port, timeout=60)
        due = time.perf_counter()
        while not self.ended.is_set():
            status, _, took = self.studio.get(next(self.paths), connection)
            self.failed += status not in (200, 404)
            self.taken.append(took)
            due = max(due + 1 / self.rate, time.perf_counter() - 1)
            time.sleep(max(0, due - time.perf_counter()))

    def stop(self):
        self.ended.set()
        self.join()


class Training:
    """A training, and the wall-clock times at which its log grew."""

    def __init__(self, name, seconds):
        self.log = os.path.join(runs, name, 'metrics.jsonl')
        self.process = subprocess.Popen([*options.belamy, 'train', *options.train, '--time', f'{seconds}s', '--out', os.path.join(runs, name), '--no-report', '--checkpoint-every', '1000000', '--seed', '3'],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=home)
        while not os.path.exists(self.log) and self.process.poll() is None:
            time.sleep(0.02)
        # The log counts from the beginning of the session: the least delay of what is seen of it tells when that was.
        self.begun, self.lines, self.read = math.inf, [], 0

    def look(self):
        now = time.perf_counter()
        with open(self.log, 'rb') as file:
            file.seek(self.read)
            content = file.read()
        for line in content[:content.rfind(b'\n') + 1].splitlines():
            line = json.loads(line)
            if 'seconds' in line and 'metric' not in line:
                self.begun = min(self.begun, now - line['seconds'])
                self.lines.append((line['seconds'], line['step']))
        self.read += content.rfind(b'\n') + 1

    def step(self, begun, ended):
        """Milliseconds of a step between two times, but for the steps in which samples are drawn: few, and long."""
        inside = [line for line in self.lines if begun <= self.begun + line[0] <= ended]
        pairs = [(one, other) for one, other in zip(inside, inside[1:]) if one[1] % sheets and other[1] % sheets]
        return 1000 * sum(other[0] - one[0] for one, other in pairs) / sum(other[1] - one[1] for one, other in pairs)


def watch(kind, studio, name):
    """Who looks, and the program that draws what is told."""
    if kind == 'page':
        return [Viewers(studio, name, 1)]
    if kind == 'crowd':
        return [Viewers(studio, name, options.viewers), Requests(studio, name, options.requests)]
    if kind == 'browser':
        return [Chromium(studio, name)]
    return []


class Chromium:
    def __init__(self, studio, name):
        self.process = subprocess.Popen(['chromium', '--headless', '--no-sandbox', '--disable-gpu', '--window-size=1366,900', '--remote-debugging-port=0', f'--user-data-dir={home}/profile',
                                         f'http://localhost:{studio.port}/runs/{name}'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)

    def start(self):
        pass

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()


def turns(turn):
    """One training, looked at in turn by those of each kind."""
    name = f'live-{turn}'
    order = (kinds + kinds[::-1]) * options.turns
    studio = Studio()
    training = Training(name, int(2 + len(order) * (options.settle + options.seconds) + 4))
    time.sleep(2)
    # What is only done once, the compilation of the studio above all, is done before anything is measured.
    warm = watch('crowd', studio, name)
    [one.start() for one in warm]
    time.sleep(1.5)
    [one.stop() for one in warm]
    segments = []
    for kind in order:
        visitors = watch(kind, studio, name)
        [one.start() for one in visitors]
        settled = time.perf_counter() + (options.settle if kind != 'browser' else 2)
        while time.perf_counter() < settled:
            training.look()
            time.sleep(0.05)
        used, mine, begun, seen = studio.seconds(), sum(resource.getrusage(resource.RUSAGE_SELF)[:2]), time.perf_counter(), [getattr(one, 'events', 0) for one in visitors]
        while time.perf_counter() < begun + options.seconds:
            training.look()
            time.sleep(0.05)
        ended = time.perf_counter()
        figures = {'studio': (studio.seconds() - used) / (ended - begun), 'visitors': (sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) - mine) / (ended - begun)}
        for one, before in zip(visitors, seen):
            if isinstance(one, Viewers):
                figures |= {'events': (one.events - before) / len(one.sockets) / (ended - begun), 'refused': one.refused, 'lost': one.lost}
        [one.stop() for one in visitors]
        for one in visitors:
            if isinstance(one, Requests):
                taken = sorted(one.taken)
                figures |= {'answered': len(taken) / (ended - begun + options.settle), 'median': statistics.median(taken), 'late': taken[int(0.95 * len(taken))], 'slowest': taken[-1], 'failed': one.failed}
        segments.append((kind, begun, ended, figures))
    training.look()
    training.process.terminate()
    training.process.wait()
    studio.stop()
    for kind, begun, ended, figures in segments:
        keep(kind, {'step': training.step(begun, ended), **figures})
        everything[kind].append({'step': training.step(begun, ended), **figures})
    shutil.rmtree(os.path.join(runs, name))


def keep(kind, figures):
    if options.json:
        with open(options.json, 'a') as file:
            file.write(json.dumps({'kind': kind, **figures}) + '\n')


def prepare():
    """Finished runs, copies of one."""
    os.makedirs(runs)
    if options.others or options.start:
        subprocess.run([*options.belamy, 'train', 'digits', '--steps', '200', '--model', 'mlp', '--batch', '4', '--set', 'width=8', '--out', os.path.join(runs, 'other-0'), '--no-report'], check=True, capture_output=True, cwd=home)
        for number in range(1, options.others):
            shutil.copytree(os.path.join(runs, 'other-0'), os.path.join(runs, f'other-{number}'))


prepare()
for _ in range(options.start):
    studio = Studio()
    first = studio.get('/')[2]
    pages = [studio.get(path)[2] for path in ('/', '/runs/other-0', '/runs/other-0', '/new', '/assets/run.js')]
    keep('start', {'started': studio.started, 'first': first, 'pages': pages})
    print(f'address after {1000 * studio.started:.0f} ms, its first page {first:.0f} ms, again {pages[0]:.1f}, a run {pages[1]:.0f} and {pages[2]:.1f}, new run {pages[3]:.0f}, a script {pages[4]:.1f} ms', flush=True)
    studio.stop()
kinds = options.only + (['browser'] if options.browser else [])
everything = {kind: [] for kind in kinds}
for turn in range(options.rounds):
    turns(turn)
for kind, all in everything.items():
    if all:
        names = dict.fromkeys(name for figures in all for name in figures)
        print(f'{kind}:', ', '.join(f'{name} {statistics.mean(figures[name] for figures in all):.4g}' for name in names))
if options.rounds and 'alone' in kinds:
    for kind in kinds[1:]:
        # Neighbours in time, since the speed of a machine drifts.
        ratios = [100 * (one['step'] / alone['step'] - 1) for one, alone in zip(everything[kind], everything['alone'])]
        print(f'{kind}: a step takes {statistics.mean(ratios):+.1f} %, median {statistics.median(ratios):+.1f} %, of {len(ratios)}:', ', '.join(f'{ratio:+.1f}' for ratio in ratios))
shutil.rmtree(home)
