import type { INodeParameters } from 'n8n-workflow';

import { listAt, textAt } from '../../../nodes/deployment/values/jsonFields';
import { byId, itemWithFiles, useNetlify, paintbox } from './netlifyDriver';

/** A deploy that was started is never called failed because nobody could look: its end is seen, made, or unknown. */
const netlify = useNetlify();
const { clock } = netlify;

const build: INodeParameters = { operation: 'triggerBuild', timeoutSeconds: 300 };
const files: INodeParameters = { operation: 'deployFiles', filesFrom: 'allBinaries', timeoutSeconds: 300 };
const site = itemWithFiles({ 'index.html': '<h1>New</h1>' });
const looks = '/api/v1/sites/*/deploys/*';
const everything = '/api/v1/**';

type Trouble =
	| { readonly kind: 'status'; readonly status: number }
	| { readonly kind: 'reset' | 'malformed' | 'timeout' | 'lostReply' };
const away: Trouble = { kind: 'status', status: 503 };
const refused: Trouble = { kind: 'status', status: 401 };

function trouble(fault: Trouble, path: string, method?: string): string {
	return netlify.sandbox.addFault({ platform: 'netlify', path, ...(method && { method }), times: 'always', ...fault });
}

function later(afterMs: number, work: () => void): void {
	clock.after(afterMs, work);
}

const newest = (): unknown => listAt(netlify.sandbox.state().netlify, 'deploys')[0];
const cancels = () => netlify.requests('POST', /\/cancel$/);
/** What is live once everything that goes on has ended. */
async function liveInTheEnd(): Promise<unknown> {
	clock.advance(600_000);
	return await netlify.liveDeploy();
}

describe('a build whose end nobody can see', () => {
	it.each([
		['the token is taken back', refused],
		['Netlify is away until the deadline', away],
		['every answer is cut off', { kind: 'malformed' } as const],
		['nothing answers', { kind: 'reset' } as const],
	])('when %s is unknown, thrown and returned, and may still go live', async (_name, fault) => {
		later(10_000, () => trouble(fault, everything));
		const error = await netlify.failure(build);
		const id = textAt(newest(), 'id') ?? '';
		expect(error.message).toMatch(new RegExp(`^It is not known how deploy ${id} of site paintbox ended: `));
		expect(error.message).toMatch(/last seen: building/i);
		expect(error.message).not.toMatch(/failed/i);
		expect(error.advice).toMatch(/may still go live|may have gone live/);
		expect(error.data).toMatchObject({
			state: 'unknown',
			release: { id, state: 'unknown', live: false, verified: false },
		});

		await netlify.sandbox.reset();
		later(10_000, () => trouble(fault, everything));
		const release = await netlify.run({ ...build, onBadEnd: 'return' });
		expect(release).toMatchObject({
			id: textAt(newest(), 'id'),
			target: 'paintbox',
			state: 'unknown',
			live: false,
			verified: false,
		});
		expect(release.reason).toMatch(/It is not known how deploy .*last seen: building/i);
		expect(release.advice).toMatch(/may still go live|may have gone live/);
	});

	it('is cancelled where that is still possible, which is told', async () => {
		later(10_000, () => trouble(refused, looks, 'GET'));
		const release = await netlify.run({ ...build, onBadEnd: 'return' });
		expect(release).toMatchObject({ state: 'cancelled', live: false, verified: false });
		expect(release.reason).toMatch(/with 401: .*Last seen: building.*so it was cancelled/);
		expect(await liveInTheEnd()).toBe(paintbox.firstDeploy);
	});

	it('is said to be what the site serves where only that can be read', async () => {
		const commit = netlify.push();
		later(10_000, () => trouble({ kind: 'malformed' }, looks, 'GET'));
		const release = await netlify.run({ ...build, expectedCommit: commit, onBadEnd: 'return' });
		expect(release).toMatchObject({ state: 'unknown', live: true, verified: false, commit, publishedCommit: commit });
		expect(release.reason).toContain('which site paintbox serves');
	});

	it('is looked at again once Netlify is back', async () => {
		later(10_000, () => {
			const id = trouble(away, everything);
			later(120_000, () => netlify.sandbox.removeFault(id));
		});
		expect(await netlify.run(build)).toMatchObject({ state: 'live', verified: true });
		expect(cancels()).toEqual([]);
	});
});

describe('a build that has not ended when the time is up', () => {
	it('is cancelled, and does not go live later', async () => {
		const error = await netlify.failure({ ...build, timeoutSeconds: 20 });
		expect(error.message).toMatch(/\) was cancelled: .*after 20 s, last seen: building.*, so it was cancelled$/);
		expect(error.advice).toContain('What was live before is still live');
		expect(await liveInTheEnd()).toBe(paintbox.firstDeploy);
	});

	it('is cancelled once, also when the answer to that is lost', async () => {
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'POST',
			path: '/api/v1/deploys/*/cancel',
			kind: 'lostReply',
		});
		const release = await netlify.run({ ...build, timeoutSeconds: 20, onBadEnd: 'return' });
		expect(release).toMatchObject({ state: 'cancelled', verified: false });
		expect(release.reason).toContain('so it was cancelled');
	});

	it('is left running when told so, and said to go on', async () => {
		const release = await netlify.run({ ...build, timeoutSeconds: 20, onTimeout: 'leave', onBadEnd: 'return' });
		expect(release).toMatchObject({ state: 'building', live: false, verified: false });
		expect(release.advice).toContain('may still go live');
		expect(cancels()).toEqual([]);
		expect(await liveInTheEnd()).toBe(release.id);
	});

	it('is unknown when Netlify takes the cancel and goes on', async () => {
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'POST',
			path: '/api/v1/deploys/*/cancel',
			kind: 'status',
			status: 201,
			body: {},
			times: 'always',
		});
		const release = await netlify.run({ ...build, timeoutSeconds: 5, onBadEnd: 'return' });
		expect(release).toMatchObject({ state: 'unknown', verified: false });
		expect(release.advice).toContain('was told to cancel it');
	});

	it('is unknown when Netlify will not cancel it', async () => {
		trouble(away, '/api/v1/deploys/*/cancel', 'POST');
		const release = await netlify.run({ ...build, timeoutSeconds: 5, onBadEnd: 'return' });
		expect(release).toMatchObject({ state: 'unknown', verified: false });
		expect(release.advice).toContain('could not be cancelled');
	});
});

describe('the stop button', () => {
	it('cancels the build that runs, although n8n cuts off what goes on', async () => {
		const stop = new AbortController();
		later(10_000, () => stop.abort());
		const error = await netlify.failure(build, { abortSignal: stop.signal });
		expect(error.message).toMatch(/was cancelled: The execution was stopped.*so it was cancelled/);
		expect(cancels()).toHaveLength(1);
		expect(await liveInTheEnd()).toBe(paintbox.firstDeploy);
	});

	it('leaves it alone when told so', async () => {
		const stop = new AbortController();
		later(10_000, () => stop.abort());
		const error = await netlify.failure({ ...build, onTimeout: 'leave' }, { abortSignal: stop.signal });
		expect(error.message).toMatch(/is still building: The execution was stopped/);
		expect(error.advice).toContain('may still go live');
		expect(cancels()).toEqual([]);
	});

	it('starts nothing once it was pressed', async () => {
		for (const run of [build, files, { operation: 'rollBack' }]) {
			await netlify.sandbox.reset();
			await netlify.build();
			const writes = netlify.writes().length;
			const error = await netlify.failure(run, { abortSignal: AbortSignal.abort(), items: [site] });
			expect(error.message).toContain('was stopped before anything was deployed');
			expect(netlify.writes()).toHaveLength(writes);
		}
	});

	it('takes back files that are being sent', async () => {
		const stop = new AbortController();
		const unwatch = netlify.sandbox.onExchange(({ method, path }) => {
			if (method === 'PUT' && path.includes('/deploys/')) stop.abort();
		});
		const error = await netlify.failure(
			{ ...files, uploadMethod: 'changedFiles' },
			{ abortSignal: stop.signal, items: [site] },
		);
		unwatch();
		expect(error.message).toContain('The execution was stopped');
		expect(textAt(newest(), 'error_message')).toBe('Canceled build');
		expect(await liveInTheEnd()).toBe(paintbox.firstDeploy);
	});
});

describe('a start whose answer was lost', () => {
	it.each([
		['Trigger Build', build, '/api/v1/sites/*/builds'],
		['Deploy Files', files, '/api/v1/sites/*/deploys'],
	])('of %s is unknown when the deploys cannot be looked through, and is not sent again', async (_name, run, path) => {
		trouble({ kind: 'lostReply' }, path, 'POST');
		trouble(away, '/api/v1/sites/*/deploys', 'GET');
		const error = await netlify.failure(run, { items: [site] });
		expect(error.message).toMatch(
			/^It is not known how the deploy .* on site paintbox ended: Netlify did not confirm it/,
		);
		expect(error.advice).toMatch(/may still go live.*titled "\[slipway [0-9a-f]{10}\]"/);
		expect(error.data).toMatchObject({ state: 'unknown' });
		const returned = await netlify.run({ ...run, onBadEnd: 'return' }, { items: [site] });
		expect(returned).toMatchObject({
			id: null,
			target: 'paintbox',
			state: 'unknown',
			verified: false,
			live: false,
			previous: paintbox.firstDeploy,
		});
		expect(netlify.requests('POST', /\/(builds|deploys)$/)).toHaveLength(2);
	});

	it('is found although the first looks fail', async () => {
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'POST',
			path: '/api/v1/sites/*/builds',
			kind: 'malformed',
		});
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'GET',
			path: '/api/v1/sites/*/deploys',
			kind: 'status',
			status: 503,
			times: 7,
		});
		expect(await netlify.run(build)).toMatchObject({ state: 'live', verified: true });
		expect(netlify.requests('POST', /\/builds$/)).toHaveLength(1);
	});

	it('is looked for when the answer names no deploy', async () => {
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'POST',
			path: '/api/v1/sites/*/builds',
			kind: 'status',
			status: 200,
			body: { id: 'b1' },
		});
		const error = await netlify.failure(build);
		expect(error.message).toContain('its answer names no deploy');
		expect(netlify.requests('POST', /\/builds$/)).toHaveLength(1);
	});
});

it('a build that nobody waits for was started, also when it cannot be read', async () => {
	trouble(refused, looks, 'GET');
	const release = await netlify.run({ ...build, waitForCompletion: false });
	expect(release).toMatchObject({ id: textAt(newest(), 'id'), state: 'unknown', verified: false });
	expect(release.reason).toMatch(/was started, but could not be looked at: .*401/);
});

describe('a restore whose answer was lost', () => {
	const restore: INodeParameters = { operation: 'restore', deploy: byId(paintbox.firstDeploy), timeoutSeconds: 90 };
	const restores = '/api/v1/sites/*/deploys/*/restore';

	it('is unknown when the site cannot be read, and is done when it can', async () => {
		await netlify.build();
		trouble({ kind: 'lostReply' }, restores, 'POST');
		const looked = await netlify.run(restore);
		expect(looked).toMatchObject({ state: 'live', verified: true });
		await netlify.build();
		const unwatch = netlify.sandbox.onExchange(({ path }) => {
			if (path.endsWith('/restore')) trouble(away, everything, 'GET');
		});
		const error = await netlify.failure(restore);
		unwatch();
		expect(error.message).toMatch(/^It is not known how deploy 7a1e0001d00000000000a001 of site paintbox ended/);
		expect(error.advice).toContain('It may still go live.');
		expect(cancels()).toEqual([]);
	});

	it('that nobody waits for is looked for once', async () => {
		await netlify.build();
		trouble({ kind: 'lostReply' }, restores, 'POST');
		expect(await netlify.run({ ...restore, waitForCompletion: false })).toMatchObject({
			id: paintbox.firstDeploy,
			live: true,
		});
	});
});

describe('an upload that fails', () => {
	it('is unknown when the deploy can neither be read nor cancelled', async () => {
		const unwatch = netlify.sandbox.onExchange(({ method, path }) => {
			if (method === 'POST' && path.endsWith('/deploys')) trouble(away, everything);
		});
		const error = await netlify.failure(files, { items: [site] });
		unwatch();
		expect(error.message).toMatch(/^It is not known how deploy .* ended: Netlify answered .* with 503/);
		expect(error.advice).toContain('could not be cancelled');
	});
});

describe('Wait', () => {
	async function started(): Promise<INodeParameters> {
		const { id } = await netlify.run({ ...build, waitForCompletion: false });
		return { operation: 'wait', deploy: byId(String(id)), timeoutSeconds: 60 };
	}

	it('leaves the deploy running when the time is up, unless told to cancel it', async () => {
		const run = { ...(await started()), timeoutSeconds: 10, onBadEnd: 'return' };
		expect(await netlify.run(run)).toMatchObject({ state: 'building', verified: false });
		expect(cancels()).toEqual([]);
		expect(await netlify.run({ ...run, onTimeout: 'cancel' })).toMatchObject({ state: 'cancelled', verified: false });
		expect(await liveInTheEnd()).toBe(paintbox.firstDeploy);
	});

	it('looks again while Netlify is away, also at the very first look', async () => {
		const run = await started();
		const id = trouble(away, looks, 'GET');
		later(40_000, () => netlify.sandbox.removeFault(id));
		expect(await netlify.run(run)).toMatchObject({ state: 'live', verified: true });
	});

	it('knows no end when Netlify is away all the time', async () => {
		const run = await started();
		trouble(away, looks, 'GET');
		const release = await netlify.run({ ...run, onBadEnd: 'return' });
		expect(release).toMatchObject({ state: 'unknown', verified: false });
		expect(release.advice).toContain('may still go live');
	});
});
