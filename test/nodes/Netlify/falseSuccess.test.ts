import type { INodeParameters } from 'n8n-workflow';

import { listAt, textAt } from '../../../nodes/deployment/values/jsonFields';
import { byId, itemWithFiles, useNetlify, paintbox, token } from './netlifyDriver';

const netlify = useNetlify();
const { clock } = netlify;

const build: INodeParameters = { operation: 'triggerBuild', timeoutSeconds: 300 };
const files: INodeParameters = { operation: 'deployFiles', filesFrom: 'allBinaries', timeoutSeconds: 300 };
const draft: INodeParameters = { ...files, target: 'draft' };
const restore: INodeParameters = { operation: 'restore', timeoutSeconds: 90 };

/** What goes wrong, and what must be said of it. In every one of them some answer of Netlify's looks like success. */
const cases: ReadonlyArray<{
	readonly name: string;
	readonly run: INodeParameters;
	readonly arrange: () => Promise<unknown>;
	readonly says: RegExp;
	/** Of the release in the error's data; none where Netlify itself refused a call. */
	readonly state?: string;
	/** Whether something else than before may be live afterwards. */
	readonly moved?: true;
	/** Whether the deploy itself is live all the same. */
	readonly isLive?: true;
}> = [
	{
		name: 'a build that fails',
		run: build,
		arrange: async () => netlify.push({ '.sandbox/build-fails': 'Cannot find module "paint"' }),
		says: /\) failed: .*Cannot find module "paint"/s,
		state: 'failed',
	},
	{
		name: 'a build that a colleague cancels',
		run: build,
		arrange: async () => onNewest(10_000, 'canceled'),
		says: /cancelled: Canceled build/,
		state: 'cancelled',
	},
	{
		name: 'a build that stays where it is',
		run: build,
		arrange: async () => onNewest(10_000, 'stuck'),
		says: /cancelled: .*after 300 s, last seen: building.*, so it was cancelled/,
		state: 'cancelled',
	},
	{
		name: 'a deploy that waits for a review',
		run: build,
		arrange: async () => onNewest(10_000, 'pending_review'),
		says: /after 300 s, last seen: It waits for a person to review it in Netlify, so it was cancelled/,
		state: 'cancelled',
	},
	{
		name: 'a deploy that a reviewer rejects',
		run: build,
		arrange: async () => onNewest(10_000, 'rejected'),
		says: /failed: A reviewer rejected it/,
		state: 'failed',
	},
	{
		name: 'a deploy that Netlify archives as old',
		run: build,
		arrange: async () => onNewest(10_000, 'old'),
		says: /was superseded: Netlify has archived it/,
		state: 'superseded',
	},
	{
		name: 'a state that nobody knows',
		run: build,
		arrange: async () => always('GET', '/api/v1/sites/*/deploys/*', 200, { id: 'd', state: 'frozen' }),
		says: /last seen: Netlify's state "frozen" is unknown/,
		state: 'unknown',
		moved: true,
	},
	{
		name: 'a site that is locked',
		run: build,
		arrange: async () => await netlify.run({ operation: 'lock' }),
		says: /is not live: The site is locked to deploy .*is ready, but not published/,
		state: 'ready',
	},
	{
		name: 'a site that is locked while it builds',
		run: build,
		arrange: async () => later(10_000, async () => await netlify.run({ operation: 'lock' })),
		says: /is not live: The site is locked to deploy/,
		state: 'ready',
	},
	{
		name: 'a locked site, for files',
		run: files,
		arrange: async () => await netlify.run({ operation: 'lock' }),
		says: /is not live: The site is locked to deploy/,
		state: 'ready',
	},
	{
		name: 'a branch whose head has moved',
		run: { ...build, expectedCommit: 'f'.repeat(40) },
		arrange: async () => netlify.push(),
		says: /superseded: Netlify built \w{7}, not fffffff/,
		state: 'superseded',
		moved: true,
		isLive: true,
	},
	{
		name: 'a newer deploy that is published in the same moment',
		run: build,
		arrange: async () => onceReady(async () => await colleagueDeploys()),
		says: /was superseded: Deploy \w+.* was published over it/,
		state: 'superseded',
		moved: true,
	},
	{
		name: 'an older deploy that somebody rolls back to in the same moment',
		run: build,
		arrange: async () =>
			onceReady(async () => await api('POST', `/sites/${paintbox.id}/deploys/${paintbox.firstDeploy}/restore`)),
		says: /was rolled back: It was live, but the site serves deploy 7a1e0001d00000000000a001 again/,
		state: 'rolledBack',
	},
	{
		name: 'a production build that became a branch deploy',
		run: build,
		arrange: async () =>
			always('GET', '/api/v1/sites/*/deploys/*', 200, {
				id: 'd',
				state: 'ready',
				context: 'branch-deploy',
				branch: 'spring',
			}),
		says: /is not live: Netlify made it a branch-deploy of branch spring, not a production deploy/,
		state: 'ready',
	},
	{
		name: 'a site that serves nothing',
		run: build,
		arrange: async () => emptySite(),
		says: /is ready, but the site serves no deploy/,
		state: 'ready',
		moved: true,
	},
	{
		name: 'a deploy that is gone in the middle',
		run: build,
		arrange: async () => always('GET', '/api/v1/sites/*/deploys/*', 404, { code: 404, message: 'Not Found' }),
		says: /404: Not Found, so it was cancelled/,
		state: 'cancelled',
	},
	{
		name: 'a token that is taken back in the middle',
		run: build,
		arrange: async () => always('GET', '/api/v1/sites/*/deploys/*', 401, { code: 401, message: 'Access Denied' }),
		says: /401: Access Denied, so it was cancelled/,
		state: 'cancelled',
	},
	{
		name: 'an answer that is no JSON',
		run: build,
		arrange: async () => always('GET', '/api/v1/sites/*/deploys/*', 200, '<html>Please log in</html>'),
		says: /not known how deploy .*, which site paintbox serves, ended: .*the answer is not JSON/,
		state: 'unknown',
		moved: true,
		isLive: true,
	},
	{
		name: 'an upload that Netlify refuses',
		run: files,
		arrange: async () => always('PUT', '/api/v1/deploys/*/files/**', 422, { code: 422, message: 'Invalid file' }),
		says: /422: Invalid file/,
	},
	{
		name: 'files that end in an error after the upload',
		run: files,
		arrange: async () => onNewest(700, 'error'),
		says: /failed: Deploy failed due to a Netlify internal error/,
		state: 'failed',
	},
	{
		name: 'files that stay in processing',
		run: files,
		arrange: async () => onNewest(700, 'processing'),
		says: /after 300 s, last seen: rolling \(Netlify says "processing"\), so it was cancelled/,
		state: 'cancelled',
	},
	{
		name: 'a draft that ends in an error',
		run: draft,
		arrange: async () => onNewest(700, 'error'),
		says: /failed: Deploy failed/,
		state: 'failed',
	},
	{
		name: 'a restore that Netlify takes and does not do',
		run: restore,
		arrange: async () => {
			await netlify.build();
			takenAndNotDone();
		},
		says: /is ready, but the site serves deploy/,
		state: 'ready',
		moved: true,
	},
];

const site = itemWithFiles({ 'index.html': '<h1>New</h1>', 'version.json': '{}' });

function later(afterMs: number, work: () => Promise<unknown>): void {
	clock.after(afterMs, () => void work());
}

function always(method: string, path: string, status: number, body: unknown): void {
	netlify.sandbox.addFault({ platform: 'netlify', method, path, kind: 'status', status, body, times: 'always' });
}

const netlifyState = (): unknown => netlify.sandbox.state().netlify;
const newestId = (): string => textAt(listAt(netlifyState(), 'deploys')[0], 'id') ?? '';
const paintboxNow = (): unknown => listAt(netlifyState(), 'sites').find((entry) => textAt(entry, 'id') === paintbox.id);
const publishedId = (): string | null => textAt(paintboxNow(), 'published_deploy', 'id');

/** Something happens to the deploy that the node has made by then. */
function onNewest(afterMs: number, state: string): void {
	later(afterMs, async () => await netlify.control(`/deploys/${newestId()}/state`, { state }));
}

/** Something happens as soon as the node's own deploy is live, before the node can look. */
function onceReady(work: () => Promise<unknown>): void {
	clock.after(200, () => {
		if (publishedId() === paintbox.firstDeploy) onceReady(work);
		else void work();
	});
}

/** A call of another client of Netlify's API. */
async function api(method: string, path: string, body?: unknown): Promise<unknown> {
	const response = await fetch(`${netlify.sandbox.origin}/netlify/api/v1${path}`, {
		method,
		headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	return (await response.json()) as unknown;
}

async function colleagueDeploys(): Promise<void> {
	const deploy = await api('POST', `/sites/${paintbox.id}/deploys`, { files: {} });
	await netlify.control(`/deploys/${textAt(deploy, 'id') ?? ''}/state`, { state: 'ready' });
}

/** The site as Netlify would show it if it served nothing. */
function emptySite(): void {
	clock.after(30_000, () => {
		const { published_deploy: published, ...rest } = paintboxNow() as Record<string, unknown>;
		void published;
		always('GET', '/api/v1/sites/*', 200, rest);
	});
}

function takenAndNotDone(): void {
	always('POST', '/api/v1/sites/*/deploys/*/restore', 201, { id: paintbox.firstDeploy, state: 'ready' });
}

it.each(cases)('$name is never reported as a success', async ({ run, arrange, says, state, moved, isLive = false }) => {
	const parameters = run.operation === 'restore' ? { ...run, deploy: byId(paintbox.firstDeploy) } : run;
	await arrange();
	const error = await netlify.failure(parameters, run.operation === 'deployFiles' ? { items: [site] } : {});
	expect(error.message).toMatch(says);
	expect(error.advice).not.toBe('');
	if (state !== undefined) {
		expect(error.data).toMatchObject({ release: { state, live: isLive, verified: false, artifact: null } });
	}
	expect(error.everything).not.toContain(token);
	if (!moved) expect(publishedId()).toBe(paintbox.firstDeploy);
});
