import { SANDBOX_TOKEN } from '../../sandbox/github/world/accounts';
import { isRecord, type JsonRecord, readPath, readRecords, readString } from '../../tools/json';
import { createEngine, type Engine, type EngineOptions } from '../n8n/engine/engine';
import type { SweptWorld } from '../sweep/sweptWorld';
import { MONOREPO } from './releaseWorld';

export const API = 'services/paintbox-api';
export const SITE = 'apps/paintbox';
/** Where GitHub's webhooks of pull requests come in. */
export const PREVIEW_TRIGGER = 'slipway43previewtrigger';
const PROJECT = 'sandbox-paintbox-123456';

/** What a pull request is made of. */
export interface Opened {
	readonly number: number;
	readonly branch: string;
	readonly head: string;
}

export interface PreviewWorld extends PreviewPlay {
	readonly engine: Engine;
	renew(): Promise<void>;
	/** Whatever runs ends, and the time that GitHub's Actions take passes. */
	settled(): Promise<void>;
	/** Time passes, while what runs goes on, until that holds. */
	until(holds: () => boolean): Promise<void>;
	/** The table of previews is lost. */
	forgetRows(): void;
}

/** The part of it that a real n8n gives as well. */
export interface PreviewPlay {
	/** A branch with these files, and a pull request of it; delivered only if the options say so. */
	open(files: JsonRecord, options?: JsonRecord): Promise<Opened>;
	/** A commit on the pull request's branch; delivered only if the options say so. */
	sync(opened: Opened, files: JsonRecord, options?: JsonRecord): Promise<Opened>;
	/** `closed`, `converted_to_draft`, ... */
	act(opened: Opened, action: string, options?: JsonRecord): Promise<void>;
	/** Somebody asks for a look, and all that follows from it, to its end. */
	look(opened: Pick<Opened, 'number'>, ask?: JsonRecord): Promise<void>;
	/** Rows of the table by part and service: `app/paintbox-api`. */
	rows(): Record<string, JsonRecord>;
	/** The rows of the API's database and app, and of the site. */
	parts(opened: Pick<Opened, 'number'>): Partial<Record<'database' | 'app' | 'site', JsonRecord>>;
	/** Of database, app and site; undefined for what has no row. */
	states(opened: Pick<Opened, 'number'>): unknown[];
	comments(opened: Pick<Opened, 'number'>): Promise<string[]>;
	deployments(opened: Opened): Promise<JsonRecord[]>;
	/** Names of the branches at Neon, of the apps at Fly.io, and of the contexts of variables and branch deploys at Netlify. */
	branches(): string[];
	apps(): string[];
	/** What the preview's API tells of its own database. */
	tablesOf(url: string): Promise<{ status: number; tables: unknown }>;
	/** The tables that a branch at Neon has, past its API. */
	tablesIn(branch: string): Promise<string[]>;
	/** Contexts of the site's variables that are a preview's. */
	contexts(): string[];
	gitHub(path: string): Promise<unknown>;
}

export async function createPreviewWorld(options: EngineOptions = {}): Promise<PreviewWorld> {
	return previewWorldOn(await createEngine(undefined, options));
}

/** The same on an engine that is there already. */
export function previewWorldOn(engine: Engine): PreviewWorld {
	return {
		...previewPlayOn(engine),
		engine,
		async renew() {
			await engine.reset();
		},
		async settled() {
			for (let round = 0; round < 2; round++) {
				await engine.clock.pass(60_000);
				await engine.runner.settled();
			}
		},
		async until(holds) {
			for (let second = 0; !holds(); second++) {
				if (second > 600) throw new Error('It did not come about within ten minutes');
				await engine.clock.pass(1000);
			}
		},
		forgetRows() {
			engine.tables.remove('slipway_previews', () => true);
		},
	};
}

/** Its part that needs no engine of ours. */
export function previewPlayOn(engine: SweptWorld): PreviewPlay {
	let marks = 0;
	const control = async (body: JsonRecord): Promise<JsonRecord> =>
		await engine.clouds.control('/github/pull-requests', { repository: MONOREPO, deliver: false, ...body });
	const platform = (name: string): JsonRecord => {
		const state = engine.sandbox.state()[name];
		return isRecord(state) ? state : {};
	};
	const gitHub = async (path: string): Promise<unknown> => {
		const answer = await fetch(`${engine.sandbox.origin}/github/repos/${MONOREPO}${path}`, {
			headers: { authorization: `Bearer ${SANDBOX_TOKEN}` },
		});
		return await answer.json();
	};
	const list = async (path: string): Promise<JsonRecord[]> => {
		const found = await gitHub(path);
		return Array.isArray(found) ? found.filter(isRecord) : [];
	};
	const push = async (branch: string, files: JsonRecord, changes: JsonRecord = {}): Promise<string> => {
		const asked = { repository: MONOREPO, branch, files, deliver: false, ...changes };
		const answer = await engine.clouds.control('/github/push', asked);
		return readString(answer, 'sha') ?? '';
	};

	const world: PreviewPlay = {
		async open(files, changes = {}) {
			const branch = readString(changes, 'branch') ?? `feature/oils-${++marks}`;
			const head = await push(branch, files);
			// Actions build the image.
			await engine.clock.pass(120_000);
			const answer = await control({ branch, title: 'Oils', ...changes });
			return { number: Number(answer.number), branch, head };
		},
		async sync(opened, files, changes = {}) {
			const head = await push(opened.branch, files, changes);
			await engine.clock.pass(120_000);
			return { ...opened, head };
		},
		async act({ number }, action, changes = {}) {
			await control({ number, action, ...changes });
		},
		async look({ number }, ask = {}) {
			const item = {
				kind: 'preview',
				repository: MONOREPO,
				repositoryId: '',
				number,
				why: 'pullRequest',
				actor: 'kim',
				deliveryId: '',
				wish: false,
				services: [],
				turnName: `${MONOREPO}#${number}`,
				...ask,
			};
			await engine.start('slipway06preview', item, 'integrated');
			await engine.runner.settled();
		},
		rows: () =>
			Object.fromEntries(
				engine.tables
					.rows('slipway_previews')
					.map((row) => [`${String(row.number)}/${String(row.part)}/${String(row.service)}`, row]),
			),
		parts: ({ number }) =>
			Object.fromEntries(
				engine.tables
					.rows('slipway_previews')
					.filter((row) => row.number === number)
					.map((row) => [String(row.part), row]),
			),
		states(opened) {
			const { database, app, site } = world.parts(opened);
			return [database?.state, app?.state, site?.state];
		},
		comments: async ({ number }) => (await list(`/issues/${number}/comments`)).map(({ body }) => String(body)),
		deployments: async ({ number }) => await list(`/deployments?environment=preview%2Fpr-${number}`),
		branches: () =>
			readRecords(platform('neon'), 'branches')
				.filter(({ project_id: id }) => id === PROJECT)
				.map(({ name }) => String(name)),
		apps: () => readRecords(platform('fly'), 'apps').map(({ name }) => String(name)),
		async tablesOf(url) {
			const answer = await fetch(`${url}/tables`);
			const body = await answer.text();
			return { status: answer.status, tables: answer.ok ? readPath(JSON.parse(body), 'tables') : undefined };
		},
		async tablesIn(branch) {
			const found = readRecords(platform('neon'), 'branches').find(({ name }) => name === branch);
			const sql = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename";
			const answer = await engine.clouds.control(`/neon/branches/${String(found?.id)}/sql`, { sql });
			return readRecords(answer, 'rows').map(({ tablename }) => String(tablename));
		},
		contexts: () =>
			readRecords(platform('netlify'), 'environment').flatMap(({ contexts }) =>
				Array.isArray(contexts) ? contexts.map(String).filter((context) => context.startsWith('branch:')) : [],
			),
		gitHub,
	};
	return world;
}
