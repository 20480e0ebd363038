import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { updateInstalledBuild, watchPackage } from '../../tools/watchPackage';

let folder: string;

beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'slipway-watch-'));
	for (const name of ['nodes', 'dist', 'installed']) await mkdir(path.join(folder, name));
});
afterEach(async () => {
	await rm(folder, { recursive: true, force: true });
});

/** A watch whose builds are counted, and end when told. */
function startWatch(build: (round: number) => Promise<void>) {
	const events: string[] = [];
	let builds = 0;
	let installs = 0;
	let wake: () => void = () => undefined;
	const stop = watchPackage({
		folders: [path.join(folder, 'nodes')],
		quietMs: 1,
		build: async () => await build(++builds),
		install: () => {
			installs++;
			return Promise.resolve();
		},
		onEvent: (text) => {
			events.push(text);
			wake();
		},
	});
	const nextEvent = async (count: number): Promise<void> => {
		while (events.length < count) await new Promise<void>((resolve) => (wake = resolve));
	};
	return { events, stop, nextEvent, counts: () => ({ builds, installs }) };
}

const change = async (text: string): Promise<void> => await writeFile(path.join(folder, 'nodes', 'Fly.node.ts'), text);

it('builds and installs after a change, and once more for a change during the build', async () => {
	const watch = startWatch(async (round) => {
		if (round === 1) await change('second');
	});
	await change('first');
	await watch.nextEvent(2);
	await watch.stop();
	expect(watch.counts().builds).toBeGreaterThanOrEqual(2);
	expect(watch.counts().installs).toBe(watch.counts().builds);
});

it('keeps what n8n has when the build fails, says why, and goes on watching', async () => {
	const watch = startWatch((round) =>
		round === 1 ? Promise.reject(new Error('Unexpected end of file')) : Promise.resolve(),
	);
	await change('half');
	await watch.nextEvent(1);
	expect(watch.events[0]).toContain('Unexpected end of file');
	expect(watch.counts()).toEqual({ builds: 1, installs: 0 });
	await change('whole');
	await watch.nextEvent(2);
	await watch.stop();
	expect(watch.counts().installs).toBeGreaterThanOrEqual(1);
});

it('replaces an installed build in place, without the files that are gone', async () => {
	const [built, installed] = [path.join(folder, 'dist'), path.join(folder, 'installed')];
	await mkdir(path.join(built, 'nodes'));
	await writeFile(path.join(built, 'nodes', 'kept.js'), 'new');
	await mkdir(path.join(installed, 'nodes'));
	await writeFile(path.join(installed, 'nodes', 'kept.js'), 'old');
	await writeFile(path.join(installed, 'nodes', 'gone.js'), 'old');
	await updateInstalledBuild(built, installed);
	expect(await readdir(installed, { recursive: true })).toEqual(['nodes', path.join('nodes', 'kept.js')]);
	expect(await readFile(path.join(installed, 'nodes', 'kept.js'), 'utf8')).toBe('new');
});
