import { SANDBOX_TOKEN } from '../../sandbox/github/world/accounts';
import { isRecord, type JsonRecord, readPath, readRecords, readString } from '../../tools/json';
import { createEngine, type Engine, type EngineOptions } from '../n8n/engine/engine';
import { MONOREPO } from './releaseWorld';

export const API = 'services/paintbox-api';
export const SITE = 'apps/paintbox';
const PROJECT = 'sandbox-paintbox-123456';

/** What a pull request is made of. */
export interface Opened {
	readonly number: number;
	readonly branch: string;
	readonly head: string;
}

export interface PreviewWorld {
	readonly engine: Engine;
	renew(): Promise<void>;
	/** A branch with these files, and a pull request of it. Nothing is delivered. */
	open(files: JsonRecord, options?: JsonRecord): Promise<Opened>;
	/** A commit on the pull request's branch. Nothing is delivered to us. */
	sync(opened: Opened, files: JsonRecord): Promise<Opened>;
	/** `closed`, `converted_to_draft`, ... */
	act(opened: Opened, action: string): Promise<void>;
	/** Somebody asks for a look, and all that follows from it, to its end. */
	look(opened: Pick<Opened, 'number'>, ask?: JsonRecord): Promise<void>;
	/** Rows of the table by part and service: `app/paintbox-api`. */
	rows(): Record<string, JsonRecord>;
	/** The rows of the API's database and app, and of the site. */
	parts(opened: Pick<Opened, 'number'>): Partial<Record<'database' | 'app' | 'site', JsonRecord>>;
	comments(opened: Pick<Opened, 'number'>): Promise<string[]>;
	deployments(opened: Opened): Promise<JsonRecord[]>;
	/** Names of the branches at Neon, of the apps at Fly.io, and of the contexts of variables and branch deploys at Netlify. */
	branches(): string[];
	apps(): string[];
	/** What the preview's API tells of its own database. */
	tablesOf(url: string): Promise<{ status: number; tables: unknown }>;
	gitHub(path: string): Promise<unknown>;
}

export async function createPreviewWorld(options: EngineOptions = {}): Promise<PreviewWorld> {
	const engine = await createEngine(undefined, options);
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
	const push = async (branch: string, files: JsonRecord): Promise<string> => {
		const answer = await engine.clouds.control('/github/push', { repository: MONOREPO, branch, files, deliver: false });
		return readString(answer, 'sha') ?? '';
	};

	return {
		engine,
		async renew() {
			await engine.reset();
		},
		async open(files, changes = {}) {
			const branch = readString(changes, 'branch') ?? `feature/oils-${++marks}`;
			const head = await push(branch, files);
			// Actions build the image.
			await engine.clock.pass(120_000);
			const answer = await control({ branch, title: 'Oils', ...changes });
			return { number: Number(answer.number), branch, head };
		},
		async sync(opened, files) {
			const head = await push(opened.branch, files);
			await engine.clock.pass(120_000);
			return { ...opened, head };
		},
		async act({ number }, action) {
			await control({ number, action });
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
		comments: async ({ number }) => (await list(`/issues/${number}/comments`)).map(({ body }) => String(body)),
		deployments: async ({ number }) => await list(`/deployments?environment=preview%2Fpr-${number}`),
		branches: () =>
			readRecords(platform('neon'), 'branches')
				.filter(({ project_id: id }) => id === PROJECT)
				.map(({ name }) => String(name)),
		apps: () => readRecords(platform('fly'), 'apps').map(({ name }) => String(name)),
		async tablesOf(url) {
			const answer = await fetch(`${url}/tables`);
			return { status: answer.status, tables: readPath(await answer.json(), 'tables') };
		},
		gitHub,
	};
}
