// How long pages of a running studio take in Chromium, from navigation to the end of load, each in a window with an empty cache and then again:
//     node bench/pages.js http://localhost:5080 / /new /game /runs/digits
// Needs what the tests of the studio bring: dotnet build tests/Belamy.Studio.Tests -c Release
const path = require('path');
const built = ['Release', 'Debug'].map(kind => path.join(__dirname, `../tests/Belamy.Studio.Tests/bin/${kind}/net10.0/.playwright/package`)).find(folder => require('fs').existsSync(folder));
const { chromium } = require(built);
const [address, ...pages] = process.argv.slice(2), visits = 9;
const median = times => times.sort((one, other) => one - other)[times.length >> 1];

async function load(page, url) {
  await page.goto(url, { waitUntil: 'load' });
  const { duration } = await page.evaluate(() => new Promise(done => setTimeout(() => done(performance.getEntriesByType('navigation')[0].toJSON()))));
  return duration;
}

chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] }).then(async browser => {
  // The browser itself starts.
  await load(await browser.newPage(), address);
  for (const place of pages) {
    const first = [], again = [];
    for (let visit = 0; visit < visits; visit++) {
      const context = await browser.newContext(), page = await context.newPage();
      first.push(await load(page, address + place));
      again.push(await load(page, address + place));
      await context.close();
    }
    console.log(`${place.padEnd(24)} first ${median(first).toFixed(0)} ms (${Math.max(...first).toFixed(0)} at most), again ${median(again).toFixed(0)} ms (${Math.max(...again).toFixed(0)} at most)`);
  }
  await browser.close();
});
